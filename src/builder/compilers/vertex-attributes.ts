import { hash64 } from '../../bytes/index.ts';
import { MaterialDescSchema, type VertexAttribute, VertexAttribute_DataType } from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';

/** Bytes of an element and the largest value that normalising maps 1 to, by data type. */
const TYPES: Readonly<Record<VertexAttribute_DataType, { readonly sizeBytes: number; readonly one: number }>> = {
	[VertexAttribute_DataType.TYPE_BYTE]: { sizeBytes: 1, one: 127 },
	[VertexAttribute_DataType.TYPE_UNSIGNED_BYTE]: { sizeBytes: 1, one: 255 },
	[VertexAttribute_DataType.TYPE_SHORT]: { sizeBytes: 2, one: 32767 },
	[VertexAttribute_DataType.TYPE_UNSIGNED_SHORT]: { sizeBytes: 2, one: 65535 },
	[VertexAttribute_DataType.TYPE_INT]: { sizeBytes: 4, one: 2147483647 },
	[VertexAttribute_DataType.TYPE_UNSIGNED_INT]: { sizeBytes: 4, one: 4294967295 },
	[VertexAttribute_DataType.TYPE_FLOAT]: { sizeBytes: 4, one: 1 },
};

/**
 * Turns an attribute's values into the bytes that an engine copies into vertices, and adds the hash of its name.
 *
 * @param declared what the material says of the attribute; its type decides the layout
 */
export function compileVertexAttribute(attribute: VertexAttribute, declared: VertexAttribute): void {
	const values = attribute.doubleValues?.v ?? attribute.longValues?.v.map(Number) ?? [];
	attribute.nameHash = hash64(attribute.name);
	attribute.dataType = declared.dataType;
	attribute.normalize = declared.normalize;
	attribute.elementCount = declared.elementCount;
	attribute.semanticType = declared.semanticType;
	attribute.coordinateSpace = declared.coordinateSpace;
	attribute.binaryValues = encodeValues(values, declared);
	delete attribute.doubleValues;
	delete attribute.longValues;
}

function encodeValues(values: readonly number[], { dataType, normalize }: VertexAttribute): Uint8Array {
	const { sizeBytes, one } = TYPES[dataType];
	const bytes = new Uint8Array(values.length * sizeBytes);
	const view = new DataView(bytes.buffer);
	values.forEach((value, index) => {
		const at = index * sizeBytes;
		if (dataType === VertexAttribute_DataType.TYPE_FLOAT) view.setFloat32(at, value, true);
		else {
			const whole = normalize ? Math.round(value * one) : Math.trunc(value);
			// The low bytes are the same for signed and unsigned numbers.
			if (sizeBytes === 1) view.setUint8(at, whole & 0xff);
			else if (sizeBytes === 2) view.setUint16(at, whole & 0xffff, true);
			else view.setUint32(at, whole >>> 0, true);
		}
	});
	return bytes;
}

/** The attributes that a component has of its own, as far as its material declares them. */
export async function compileOwnAttributes(
	attributes: readonly VertexAttribute[],
	material: string,
	context: CompileContext,
): Promise<VertexAttribute[]> {
	if (attributes.length === 0) return [];
	const declared = (await context.readFile(MaterialDescSchema, material))?.message?.attributes ?? [];
	return attributes.filter((attribute) => {
		const own = declared.find((one) => one.name === attribute.name);
		if (own) compileVertexAttribute(attribute, own);
		return own !== undefined;
	});
}
