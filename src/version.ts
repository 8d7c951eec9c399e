/** The tool's version. The bundler puts in what package.json says; from source there is none. */
declare const CIM_READY_VERSION: string | undefined;
/** Digest of the bundle's own code, which the build puts in. */
declare const CIM_READY_BUILD: string | undefined;

export const toolVersion: string = typeof CIM_READY_VERSION === 'string' ? CIM_READY_VERSION : '0.0.0-source';

/** Tells this build from every other; undefined where the tool runs from source, which changes under it. */
export const toolBuild: string | undefined = typeof CIM_READY_BUILD === 'string' ? CIM_READY_BUILD : undefined;
