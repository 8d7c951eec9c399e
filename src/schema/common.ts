/** Parts that the policy's and the repository file's schemas share. */
import { z } from 'zod';

const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A calendar date that exists, as YYYY-MM-DD. */
export const date = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must be a date as YYYY-MM-DD')
  .refine((text) => Number(text.slice(8)) <= (days[Number(text.slice(5, 7)) - 1] ?? 0), 'is no day of that month')
  .meta({ format: 'date' });

/** An id of the standard, or of an organisation's own rule. */
export const itemId = z.string().regex(/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/, 'must be an item, such as docs/changelog');

/** A path or glob inside the module: relative, never upwards. */
export const insidePath = z
  .string()
  .min(1)
  .max(400)
  .refine(
    (path) => !/^[/\\~]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)/.test(path),
    'must be a path inside the module: relative, without ..',
  );

export const sentence = z.string().trim().min(1, 'must not be empty').max(2000);
