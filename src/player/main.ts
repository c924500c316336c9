import { runPage, runWorker } from './index.ts';

// The same module is the page's script and the worker's: one file to serve, and one to keep in a cache.
if (typeof document === 'undefined') runWorker();
else runPage(import.meta.url);
