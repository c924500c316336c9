import { decodeUtf8Lossy } from '../bytes/index.ts';

/**
 * A remark for an error message when bytes that should be binary look like a web page or another text: a server's error
 * page saved under a resource's name is the most common broken download. "" when they do not.
 */
export function remarkOnText(bytes: Uint8Array): string {
	const head = bytes.subarray(0, 64);
	if (head.length === 0) return '; the file is empty';
	let printable = 0;
	for (const byte of head) if ((byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13) printable++;
	if (printable < head.length) return '';
	const start = decodeUtf8Lossy(head).trim();
	const kind = /^<(!doctype|html|\?xml)/i.test(start) ? 'a web page' : /^[[{]/.test(start) ? 'JSON' : 'text';
	return `; the bytes look like ${kind} ("${start.slice(0, 32).replace(/\s+/g, ' ')}…")`;
}
