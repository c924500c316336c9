import { encodeUtf8 } from '../../bytes/index.ts';
import { testProvider } from '../provider-contract.ts';
import { createMemoryProvider } from './memory.ts';

const known = new Map([
	['/a.goc', encodeUtf8('first')],
	['/b/c.luac', encodeUtf8('the second one')],
]);

testProvider({ name: 'memory', known, open: async () => createMemoryProvider(known) });
