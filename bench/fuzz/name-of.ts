/** Message and topmost functions of what was thrown, without what differs from input to input: findings with one name are one. */
export function nameOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const calls = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const names = calls.slice(0, 3).map((line) => line.trim().replace(/\s*\(?file:.*$/, ''));
  return `${thrown.name}: ${thrown.message.slice(0, 300).replace(/\d+/g, 'N')} ${names.join(', ')}`;
}
