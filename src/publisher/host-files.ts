import { CACHE_CONTROL, DEFAULT_CHANNEL, KEY } from './layout.ts';

const CONTENT_TYPE = 'application/octet-stream';

/**
 * Files that tell a web server how to serve a folder of content: `.htaccess` for Apache, `_headers` for static hosts such as
 * Netlify and Cloudflare Pages. Name and text of each.
 *
 * Without the right type an HTML5 engine takes a manifest for text and refuses its signature.
 */
export function hostFiles(): ReadonlyMap<string, string> {
	return new Map([
		['.htaccess', htaccess()],
		['_headers', headers()],
	]);
}

function htaccess(): string {
	return `# How a game fetches its content: as plain bytes, from any page, kept as long as a name cannot change its meaning.
ForceType ${CONTENT_TYPE}
AddType ${CONTENT_TYPE} .
RemoveEncoding .zip
<FilesMatch "\\.json$">
  ForceType application/json
</FilesMatch>
<IfModule mod_env.c>
  SetEnv no-gzip 1
</IfModule>
<IfModule mod_headers.c>
  Header set Access-Control-Allow-Origin "*"
  Header set Access-Control-Allow-Headers "Range, If-None-Match"
  Header set Access-Control-Expose-Headers "ETag, Content-Length, Content-Range, Accept-Ranges"
  Header set Cache-Control "${CACHE_CONTROL.pointer}"
  <FilesMatch "^([0-9a-f]{40}|[0-9a-f]{64}\\.(dmanifest|zip)|[0-9]+\\.json)$">
    Header set Cache-Control "${CACHE_CONTROL.content}"
  </FilesMatch>
</IfModule>
`;
}

/**
 * A header that two rules set is sent with both values, so the rules for caching do not overlap: content is told from the
 * rest by its first digits, and other folders that begin with "c" by the second.
 */
function headers(): string {
	const digits = [...'0123456789abcdef'];
	const content = digits.flatMap((digit) => (digit === 'c' ? digits.map((second) => `/c${second}*`) : [`/${digit}*`]));
	const immutable = [...content, '/manifests/*', '/packs/*', '/releases/*'];
	const pointers = [`/${KEY.channelManifest(DEFAULT_CHANNEL)}`, '/channels/*'];
	const rule = (path: string, cacheControl: string): string => `${path}\n  Cache-Control: ${cacheControl}\n`;
	return [
		`# Paths are those of the whole site: put this file at its top when the content lies deeper, with that path before each.\n`,
		`/*\n  Content-Type: ${CONTENT_TYPE}\n  Access-Control-Allow-Origin: *\n  Access-Control-Allow-Headers: Range, If-None-Match\n`,
		...pointers.map((path) => rule(path, CACHE_CONTROL.pointer)),
		...immutable.map((path) => rule(path, CACHE_CONTROL.content)),
	].join('');
}
