/** The schemas that can be printed. */
export const schemaNames = ['report', 'policy', 'repository-file', 'cim-yaml'] as const;
