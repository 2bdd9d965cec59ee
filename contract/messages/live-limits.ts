/** Numbers of the live socket that the apps need without the schemas, which would weigh down their first load. */

/** A client that has tried for longer fetches everything anew by other ways. */
export const longestSinceMs = 24 * 3_600_000
