import { base64Decode } from '@bufbuild/protobuf/wire';
import { decodeUtf8Lossy } from '../../bytes/index.ts';

/** What of a glTF document is used here; everything may be absent. Source: glTF 2.0, 5. */
export type GltfDocument = {
	readonly asset?: { readonly version?: string };
	readonly extensionsRequired?: readonly string[];
	readonly scene?: number;
	readonly scenes?: readonly { readonly nodes?: readonly number[] }[];
	readonly nodes?: readonly GltfNode[];
	readonly meshes?: readonly {
		readonly name?: string;
		readonly weights?: readonly number[];
		readonly primitives?: readonly GltfPrimitive[];
	}[];
	readonly skins?: readonly { readonly joints?: readonly number[]; readonly inverseBindMatrices?: number }[];
	readonly animations?: readonly GltfAnimation[];
	readonly materials?: readonly GltfMaterial[];
	readonly accessors?: readonly GltfAccessor[];
	readonly bufferViews?: readonly {
		readonly buffer?: number;
		readonly byteOffset?: number;
		readonly byteLength?: number;
		readonly byteStride?: number;
	}[];
	readonly buffers?: readonly { readonly uri?: string; readonly byteLength?: number }[];
};

export type GltfNode = {
	readonly name?: string;
	readonly mesh?: number;
	readonly skin?: number;
	readonly children?: readonly number[];
	readonly matrix?: readonly number[];
	readonly translation?: readonly number[];
	readonly rotation?: readonly number[];
	readonly scale?: readonly number[];
};

export type GltfPrimitive = {
	readonly attributes?: Readonly<Record<string, number>>;
	readonly indices?: number;
	readonly material?: number;
	readonly mode?: number;
	readonly targets?: readonly Readonly<Record<string, number>>[];
};

export type GltfMaterial = {
	readonly name?: string;
	readonly alphaMode?: string;
	readonly alphaCutoff?: number;
	readonly doubleSided?: boolean;
	readonly emissiveFactor?: readonly number[];
	readonly pbrMetallicRoughness?: {
		readonly baseColorFactor?: readonly number[];
		readonly metallicFactor?: number;
		readonly roughnessFactor?: number;
	};
};

export type GltfAnimation = {
	readonly name?: string;
	readonly channels?: readonly {
		readonly sampler?: number;
		readonly target?: { readonly node?: number; readonly path?: string };
	}[];
	readonly samplers?: readonly {
		readonly input?: number;
		readonly output?: number;
		readonly interpolation?: string;
	}[];
};

type GltfAccessor = {
	readonly bufferView?: number;
	readonly byteOffset?: number;
	readonly componentType?: number;
	readonly count?: number;
	readonly type?: string;
	readonly normalized?: boolean;
	readonly sparse?: unknown;
};

/** A document and its numbers. */
export type Gltf = {
	readonly document: GltfDocument;
	/**
	 * The numbers of an accessor, normalized ones as -1 to 1.
	 *
	 * @throws Error that says what is wrong with it
	 */
	numbers(accessor: number): { readonly values: Float64Array; readonly components: number };
};

const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BINARY_CHUNK = 0x004e4942;
const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/** As many numbers as an accessor may have: what memory allows is far more than any model needs. */
const MAX_NUMBERS = 64 * 1024 * 1024;

const COMPONENTS: Readonly<Record<string, number>> = {
	SCALAR: 1,
	VEC2: 2,
	VEC3: 3,
	VEC4: 4,
	MAT2: 4,
	MAT3: 9,
	MAT4: 16,
};

type Kind = {
	readonly sizeBytes: number;
	/** The number that a whole one, 1, is stored as. */
	readonly one: number;
	read(view: DataView, at: number): number;
};

const KINDS: Readonly<Record<number, Kind>> = {
	5120: { sizeBytes: 1, one: 127, read: (view, at) => view.getInt8(at) },
	5121: { sizeBytes: 1, one: 255, read: (view, at) => view.getUint8(at) },
	5122: { sizeBytes: 2, one: 32767, read: (view, at) => view.getInt16(at, true) },
	5123: { sizeBytes: 2, one: 65535, read: (view, at) => view.getUint16(at, true) },
	5125: { sizeBytes: 4, one: 1, read: (view, at) => view.getUint32(at, true) },
	5126: { sizeBytes: 4, one: 1, read: (view, at) => view.getFloat32(at, true) },
};

/** Extensions that a file may require: those that change nothing that is read here. */
const KNOWN_EXTENSIONS = ['KHR_materials_unlit', 'KHR_texture_transform', 'KHR_mesh_quantization'];

/**
 * Reads a glTF 2.0 file, as text or binary.
 *
 * @param loadBuffer bytes of a file that it names, by the name as it stands there
 * @throws Error that says what is wrong
 */
export async function readGltf(
	bytes: Uint8Array,
	loadBuffer: (uri: string) => Promise<Uint8Array | undefined>,
): Promise<Gltf> {
	const { json, binary } = partsOf(bytes);
	const document = JSON.parse(json) as GltfDocument;
	const version = document.asset?.version ?? 'none';
	if (!version.startsWith('2.')) throw new Error(`expected glTF version 2, found ${version}`);
	for (const extension of document.extensionsRequired ?? []) {
		if (!KNOWN_EXTENSIONS.includes(extension)) throw new Error(`it requires ${extension}, which cannot be read`);
	}
	const buffers: (Uint8Array | undefined)[] = [];
	for (const [index, { uri }] of (document.buffers ?? []).entries()) {
		if (uri === undefined) buffers.push(index === 0 ? binary : undefined);
		else if (uri.startsWith('data:')) buffers.push(decodeDataUri(uri));
		else buffers.push(await loadBuffer(decodeURIComponent(uri)));
	}
	return { document, numbers: (accessor) => readAccessor(document, accessor, buffers) };
}

function partsOf(bytes: Uint8Array): { json: string; binary: Uint8Array | undefined } {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== GLB_MAGIC) {
		return { json: decodeUtf8Lossy(bytes), binary: undefined };
	}
	let json: string | undefined;
	let binary: Uint8Array | undefined;
	for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= bytes.length; ) {
		const sizeBytes = view.getUint32(at, true);
		const type = view.getUint32(at + 4, true);
		const start = at + CHUNK_HEADER_BYTES;
		if (sizeBytes > bytes.length - start) {
			throw new Error(`expected a chunk of ${sizeBytes} bytes at byte ${start}, found ${bytes.length - start}`);
		}
		if (type === JSON_CHUNK) json ??= decodeUtf8Lossy(bytes.subarray(start, start + sizeBytes));
		if (type === BINARY_CHUNK) binary ??= bytes.subarray(start, start + sizeBytes);
		at = start + sizeBytes;
	}
	if (json === undefined) throw new Error('expected a chunk of JSON in the binary file, found none');
	return { json, binary };
}

function decodeDataUri(uri: string): Uint8Array {
	const comma = uri.indexOf(',');
	if (!uri.slice(0, comma).endsWith(';base64')) throw new Error('expected a data URI in base64, found another');
	return base64Decode(uri.slice(comma + 1));
}

function readAccessor(
	document: GltfDocument,
	index: number,
	buffers: readonly (Uint8Array | undefined)[],
): { values: Float64Array; components: number } {
	const accessor = document.accessors?.[index];
	if (!accessor) throw new Error(`expected accessor ${index}, found ${document.accessors?.length ?? 0} of them`);
	const kind = KINDS[accessor.componentType ?? 0];
	const components = COMPONENTS[accessor.type ?? ''];
	const count = accessor.count ?? 0;
	if (!kind || !components) {
		throw new Error(`accessor ${index} has an unknown type: ${accessor.componentType} ${accessor.type}`);
	}
	if (accessor.sparse !== undefined) throw new Error(`accessor ${index} is sparse, which cannot be read`);
	if (!Number.isInteger(count) || count < 0 || count * components > MAX_NUMBERS) {
		throw new Error(`accessor ${index} has ${count} elements`);
	}
	const values = new Float64Array(count * components);
	if (accessor.bufferView === undefined || count === 0) return { values, components };
	const bufferView = document.bufferViews?.[accessor.bufferView];
	const bytes = buffers[bufferView?.buffer ?? -1];
	if (!bufferView || !bytes) throw new Error(`accessor ${index} names bytes that are not there`);
	const stride = bufferView.byteStride ?? kind.sizeBytes * components;
	const start = (bufferView.byteOffset ?? 0) + (accessor.byteOffset ?? 0);
	const end = start + stride * (count - 1) + kind.sizeBytes * components;
	if (!(start >= 0 && stride > 0 && end <= bytes.length)) {
		throw new Error(`accessor ${index} ends at byte ${end} of a buffer of ${bytes.length}`);
	}
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let element = 0; element < count; element++) {
		for (let part = 0; part < components; part++) {
			const value = kind.read(view, start + element * stride + part * kind.sizeBytes);
			values[element * components + part] = accessor.normalized ? Math.max(-1, value / kind.one) : value;
		}
	}
	return { values, components };
}
