import { writeFileSync } from 'node:fs';
import { configReference } from './reference.ts';

writeFileSync(new URL('README.md', import.meta.url), configReference());
