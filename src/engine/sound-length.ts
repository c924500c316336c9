/** Seconds taken for a sound whose length cannot be told. */
const UNKNOWN_SECONDS = 1;

/**
 * How long a sound file lasts, in seconds.
 *
 * WAV says so in its chunks; an Ogg file's last page counts its samples, its first names their rate.
 */
export function soundSeconds(path: string, bytes: Uint8Array): number {
	const seconds = path.endsWith('.wavc') ? wavSeconds(bytes) : oggSeconds(bytes);
	return seconds !== undefined && Number.isFinite(seconds) ? seconds : UNKNOWN_SECONDS;
}

const RIFF = 0x52494646;
const FMT = 0x666d7420;
const DATA = 0x64617461;

function wavSeconds(bytes: Uint8Array): number | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < 44 || view.getUint32(0) !== RIFF) return undefined;
	let bytesPerSecond = 0;
	for (let at = 12; at + 8 <= bytes.length; ) {
		const id = view.getUint32(at);
		const sizeBytes = view.getUint32(at + 4, true);
		if (id === FMT && at + 20 <= bytes.length) bytesPerSecond = view.getUint32(at + 16, true);
		if (id === DATA) return bytesPerSecond > 0 ? sizeBytes / bytesPerSecond : undefined;
		at += 8 + sizeBytes + (sizeBytes & 1);
	}
	return undefined;
}

const OGG_PAGE = 0x4f676753;
/** A page's header and segments fill at most this much. */
const MAX_PAGE_BYTES = 65_307;

function oggSeconds(bytes: Uint8Array): number | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < 58 || view.getUint32(0) !== OGG_PAGE) return undefined;
	const payload = 27 + (bytes[26] as number);
	const isOpus = bytes[payload] === 0x4f;
	if (payload + 16 > bytes.length) return undefined;
	const rate = isOpus ? 48_000 : view.getUint32(payload + 12, true);
	if (rate === 0) return undefined;
	for (let at = bytes.length - 27; at >= Math.max(0, bytes.length - MAX_PAGE_BYTES); at--) {
		if (bytes[at] === 0x4f && view.getUint32(at) === OGG_PAGE) {
			return Number(view.getBigInt64(at + 6, true)) / rate;
		}
	}
	return undefined;
}
