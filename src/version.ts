/** The tool's version. The bundler puts in what package.json says; from source there is none. */
declare const CIM_READY_VERSION: string | undefined;

export const toolVersion: string = typeof CIM_READY_VERSION === 'string' ? CIM_READY_VERSION : '0.0.0-source';
