/**
 * Publishing 5,000 objects of 20 KB to an S3 engine, beside a loop of pre-signed PUTs over 16 kept connections, rclone and
 * aws s3 sync, in the same minute on the same machine.
 *
 *   tools/s3-real.sh up && npm run build && node bench/publish.mjs [objects] [rounds]
 *
 * Reads LIVEMOUNT_S3_ENDPOINT, LIVEMOUNT_S3_ACCESS_KEY and LIVEMOUNT_S3_SECRET_KEY; the defaults are those of tools/s3-real.sh.
 * The loop is timed without its signing. Beside it stands ours from TypeScript, in this process: looking what is there, sending,
 * looking again, documents. Ours from the command line, rclone and aws are whole processes, their start included.
 * Each round sends everything to fresh prefixes, each candidate in turn; the best round counts. Peers that are not installed
 * are left out.
 */
import { spawnSync } from 'node:child_process';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hash64 } from '../dist/bytes/index.js';
import { RESOURCE_FLAG, writeLiveUpdateHeader, writeManifest } from '../dist/formats/index.js';
import { loadContent, nodeCrypto, openPublishTarget } from '../dist/node/index.js';

const COUNT = Number(process.argv[2] ?? 5000);
const ROUNDS = Number(process.argv[3] ?? 3);
const SIZE_BYTES = 20_000;
const CONNECTIONS = 16;
const REGION = 'us-east-1';
const endpoint = process.env.LIVEMOUNT_S3_ENDPOINT ?? 'http://127.0.0.1:7480';
const accessKey = process.env.LIVEMOUNT_S3_ACCESS_KEY ?? 'AKTEST';
const secretKey = process.env.LIVEMOUNT_S3_SECRET_KEY ?? 'SKTEST';
const bucket = `livemount-bench-${randomBytes(6).toString('hex')}`;
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const { host, hostname, port } = new URL(endpoint);
const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });

const env = {
	...process.env,
	AWS_ACCESS_KEY_ID: accessKey,
	AWS_SECRET_ACCESS_KEY: secretKey,
	AWS_DEFAULT_REGION: REGION,
	AWS_REGION: REGION,
	AWS_CONFIG_FILE: '/dev/null',
	AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
	// Newer aws programs send checksums in trailers, which stores other than AWS may not know.
	AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
	AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
	RCLONE_CONFIG_BENCH_TYPE: 's3',
	RCLONE_CONFIG_BENCH_PROVIDER: 'Ceph',
	RCLONE_CONFIG_BENCH_ENV_AUTH: 'true',
	RCLONE_CONFIG_BENCH_ENDPOINT: endpoint,
	RCLONE_CONFIG_BENCH_REGION: REGION,
	RCLONE_CONFIG_BENCH_FORCE_PATH_STYLE: 'true',
};
// rclone cannot load one, and nothing here speaks TLS.
delete env.AWS_CA_BUNDLE;

/** A pre-signed PUT (Signature Version 4, payload not signed). */
function presign(key) {
	const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
	const scope = `${time.slice(0, 8)}/${REGION}/s3/aws4_request`;
	const path = `/${bucket}${key === '' ? '' : `/${key}`}`;
	const query =
		`X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`${accessKey}/${scope}`)}` +
		`&X-Amz-Date=${time}&X-Amz-Expires=3600&X-Amz-SignedHeaders=host`;
	const canonical = `PUT\n${path}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`;
	const hmac = (by, text) => createHmac('sha256', by).update(text).digest();
	const signingKey = scope.split('/').reduce((by, part) => hmac(by, part), `AWS4${secretKey}`);
	const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`;
	return `${path}?${query}&X-Amz-Signature=${hmac(signingKey, text).toString('hex')}`;
}

function put(path, body) {
	return new Promise((resolve, reject) => {
		const headers = { 'Content-Length': body.length };
		const request = http.request({ hostname, port, path, method: 'PUT', agent, headers }, (response) => {
			response.resume();
			response.on('end', () =>
				response.statusCode === 200 ? resolve() : reject(new Error(`PUT: ${response.statusCode}`)),
			);
		});
		request.on('error', reject);
		request.end(body);
	});
}

async function presignedLoop(prefix) {
	const urls = digests.map((digest) => presign(`${prefix}/${digest}`));
	const start = performance.now();
	let next = 0;
	const lane = async () => {
		while (next < urls.length) {
			const at = next++;
			const body = readFileSync(join(folder, digests[at]));
			// A kept connection may be closed just as it is used again.
			await put(urls[at], body).catch(() => put(urls[at], body));
		}
	};
	await Promise.all(Array.from({ length: CONNECTIONS }, lane));
	return performance.now() - start;
}

function run(program, args) {
	const start = performance.now();
	const { status, stdout, stderr, error } = spawnSync(program, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
	if (error) return undefined;
	if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${stderr}${stdout}`);
	return { ms: performance.now() - start, stdout };
}

const folder = mkdtempSync(join(tmpdir(), 'livemount-bench-'));
const digests = [];
const entries = [];
for (let at = 0; at < COUNT; at++) {
	const bytes = randomBytes(SIZE_BYTES - 16);
	const hexDigest = createHash('sha1').update(bytes).digest('hex');
	const header = writeLiveUpdateHeader({
		sizeBytes: bytes.length,
		encrypted: false,
		compressed: false,
		liveUpdate: true,
	});
	writeFileSync(join(folder, hexDigest), Buffer.concat([header, bytes]));
	const url = `/bench/${at}.bufferc`;
	digests.push(hexDigest);
	entries.push({
		url,
		urlHash: hash64(url),
		hexDigest,
		sizeBytes: bytes.length,
		compressedSizeBytes: undefined,
		flags: RESOURCE_FLAG.EXCLUDED,
		dependants: [],
	});
}
writeFileSync(
	join(folder, 'liveupdate.game.dmanifest'),
	writeManifest({
		version: 5,
		resourceHashAlgorithm: 'sha1',
		signatureHashAlgorithm: 'sha256',
		projectIdentifier: new Uint8Array(20),
		engineVersions: [],
		entries,
	}),
);

const livemount = (prefix) =>
	run(process.execPath, [
		main,
		'publish',
		folder,
		'--to',
		`s3://${bucket}/${prefix}`,
		'--endpoint',
		endpoint,
		'--json',
	]);
async function inProcess(prefix) {
	const start = performance.now();
	const s3 = { endpoint, region: REGION, credentials: { accessKeyId: accessKey, secretAccessKey: secretKey } };
	const target = await openPublishTarget(`s3://${bucket}/${prefix}`, { s3: { ...s3, connections: CONNECTIONS } });
	await target.publish({ content: await loadContent(folder), crypto: nodeCrypto, now: new Date().toISOString() });
	return performance.now() - start;
}

const candidates = [
	['pre-signed PUTs, 16 connections', async (prefix) => ({ ms: await presignedLoop(prefix) })],
	['livemount/node, in process', async (prefix) => ({ ms: await inProcess(prefix) })],
	['livemount publish', async (prefix) => livemount(prefix)],
	[
		'rclone copy --transfers 16',
		async (prefix) =>
			run('rclone', ['copy', folder, `bench:${bucket}/${prefix}`, '--transfers', '16', '--no-check-dest']),
	],
	[
		'aws s3 sync',
		async (prefix) =>
			run('aws', ['--endpoint-url', endpoint, 's3', 'sync', '--quiet', folder, `s3://${bucket}/${prefix}`]),
	],
];

try {
	await put(presign(''), Buffer.alloc(0));
	const best = new Map();
	for (let round = 1; round <= ROUNDS; round++) {
		// Another order each round, so that nobody always comes first.
		const order = [...candidates.slice(round % candidates.length), ...candidates.slice(0, round % candidates.length)];
		for (const [name, measure] of order) {
			const result = await measure(`${candidates.findIndex(([one]) => one === name)}-${round}`);
			if (!result) continue;
			best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, result.ms));
		}
	}
	const again = Math.min(...Array.from({ length: ROUNDS }, () => livemount('2-1').ms));
	const report = JSON.parse(livemount('2-1').stdout);
	const ours = best.get('livemount publish');
	console.log(`${COUNT} objects of ${SIZE_BYTES} bytes, best of ${ROUNDS}:`);
	for (const [name] of candidates) {
		const ms = best.get(name);
		if (ms === undefined) {
			console.log(`${name.padEnd(34)} not installed`);
			continue;
		}
		const rate = (COUNT / ms) * 1000;
		const own = name.startsWith('pre-signed') ? best.get('livemount/node, in process') : ours;
		const ratio = name.startsWith('livemount') ? '' : `   ours is ${(ms / own).toFixed(2)} times as fast`;
		console.log(
			`${name.padEnd(34)} ${(ms / 1000).toFixed(2).padStart(7)} s  ${rate.toFixed(0).padStart(6)} objects/s${ratio}`,
		);
	}
	console.log(
		`publishing again, nothing changed  ${(again / 1000).toFixed(2).padStart(7)} s  ${report.sentCount} objects sent`,
	);
} finally {
	rmSync(folder, { recursive: true, force: true });
	agent.destroy();
}
