// Ends with 0 when the program in this container answers the asked health question (live, ready or startup) with yes.
const [question = 'ready'] = process.argv.slice(2)
const url = `http://127.0.0.1:${process.env.PORT ?? 8080}/health/${question}`
const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
process.exit(answer?.ok ? 0 : 1)
