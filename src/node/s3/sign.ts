import { createHash, createHmac } from 'node:crypto';

/** What a request is signed with. */
export type SigningCredentials = {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken?: string | undefined;
};

/** A PUT as it goes over the line, before it is signed. */
export type UnsignedPut = {
	/** With port where it is not the scheme's own. */
	readonly host: string;
	/** Escaped as it is sent. */
	readonly path: string;
	/** Names in small letters; `host` and those of the signature are added. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Uint8Array;
};

/**
 * Signs PUT requests for S3 with Signature Version 4, the payload's SHA-256 included. Returns all headers to send.
 *
 * The key of a day is made once; what is left is three hashes a request.
 *
 * Source: the AWS documentation of Signature Version 4.
 */
export function createPutSigner(
	region: string,
): (put: UnsignedPut, credentials: SigningCredentials, now: Date) => Record<string, string> {
	let keyFor = '';
	let key: Buffer = Buffer.alloc(0);
	return (put, credentials, now) => {
		const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
		const day = time.slice(0, 8);
		const scope = `${day}/${region}/s3/aws4_request`;
		const wanted = `${day} ${credentials.accessKeyId} ${credentials.secretAccessKey}`;
		if (keyFor !== wanted) {
			key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${credentials.secretAccessKey}`));
			keyFor = wanted;
		}
		const payload = sha256(put.body);
		const headers: Record<string, string> = {
			...put.headers,
			host: put.host,
			'x-amz-content-sha256': payload,
			'x-amz-date': time,
			...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
		};
		const names = Object.keys(headers).sort();
		const signed = names.join(';');
		const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
		const canonical = `PUT\n${put.path}\n\n${lines}\n${signed}\n${payload}`;
		const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`;
		const signature = createHmac('sha256', key).update(text).digest('hex');
		headers['authorization'] =
			`AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
		return headers;
	};
}

function sha256(data: string | Uint8Array): string {
	return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
	return createHmac('sha256', key).update(text).digest();
}
