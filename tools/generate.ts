import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openApiText } from '../contract/openapi.ts'
import { generateRowTypes } from './generate-row-types.ts'

await generateRowTypes()
await writeFile(join(import.meta.dirname, '../contract/openapi.json'), openApiText())
