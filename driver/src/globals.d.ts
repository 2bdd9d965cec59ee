/** Set by the build: version and commit of this bundle. */
declare const __APP_VERSION__: string
