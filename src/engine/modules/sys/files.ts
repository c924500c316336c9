import { binaryToText, fromBinaryString, textToBinary, toBinaryString } from '../../../bytes/index.ts';
import {
	checkString,
	checkTable,
	type HostFunction,
	LuaFileError,
	type LuaFileSystem,
	LuaTable,
	luaError,
} from '../../../lua/index.ts';
import { createBuffer, VALUE_TYPE } from '../../buffer.ts';
import { hashOf } from '../../hash.ts';
import type { ScriptHost } from '../../script/script-host.ts';
import { readTable, writeTable } from '../../script/table-format.ts';
import { LuaBuffer } from '../buffer/objects.ts';
import { readMounted } from '../read-mounted.ts';

const READ = { isReadable: true, isWritable: false, create: false, truncate: false };
const WRITE = { isReadable: false, isWritable: true, create: true, truncate: true };
/** Largest table that is saved. */
const MAX_SAVE_BYTES = 16 * 1024 * 1024;

/** `sys`: saved tables, paths and files. */
export function fileFunctions(host: ScriptHost): Record<string, HostFunction> {
	const { files } = host;
	return {
		get_save_file(application, file) {
			const folder = host.saveFiles.folderOf(binaryToText(checkString(application, 1)));
			const name = binaryToText(checkString(file, 2));
			return textToBinary(name === '' ? folder : `${folder}/${name}`);
		},
		get_application_path: () => textToBinary('.'),
		get_host_path(file) {
			return textToBinary(`${host.saveFiles.folderOf('')}/${binaryToText(checkString(file, 1))}`);
		},
		exists(path) {
			return readFile(files, binaryToText(checkString(path, 1))) !== undefined;
		},
		save(path, table) {
			const bytes = writeTable(checkTable(table, 2));
			const name = binaryToText(checkString(path, 1));
			if (bytes.length > MAX_SAVE_BYTES) luaError(`Could not write to the file '${name}': the table is too large`);
			try {
				const file = files.open(textToBinary(name), WRITE);
				file.write(0, bytes);
				file.close();
			} catch (error) {
				if (!(error instanceof LuaFileError)) throw error;
				luaError(`Could not write to the file ${name}. System error: ${error.message}`);
			}
			return true;
		},
		load(path) {
			const bytes = readFile(files, binaryToText(checkString(path, 1)));
			return bytes && bytes.length > 0 ? readTable(bytes) : new LuaTable();
		},
		serialize: (table) => toBinaryString(writeTable(checkTable(table, 1))),
		deserialize: (data) => readTable(fromBinaryString(checkString(data, 1))),
		load_resource(path) {
			const name = binaryToText(checkString(path, 1));
			const file = readMounted(host, name);
			if (file.bytes) return toBinaryString(file.bytes);
			return [undefined, textToBinary(`Failed to load resource: ${name} (${file.reason})`)];
		},
		load_buffer: (path) => loadBuffer(host, binaryToText(checkString(path, 1))),
		load_buffer_async(path, done) {
			const name = binaryToText(checkString(path, 1));
			if (typeof done !== 'function') luaError('sys.load_buffer_async takes a function');
			const callback = host.callback(done);
			host.defer(() => {
				const bytes = readMounted(host, name).bytes ?? readFile(files, name);
				// 0 requested, 1 loaded, 2 not found.
				callback.call(0, bytes ? bufferOf(bytes) : undefined, bytes ? 0 : -1);
			});
			return 0;
		},
	};
}

function readFile(files: LuaFileSystem, path: string): Uint8Array | undefined {
	try {
		const file = files.open(textToBinary(path), READ);
		const bytes = file.read(0, file.sizeBytes());
		file.close();
		return bytes;
	} catch (error) {
		if (error instanceof LuaFileError) return undefined;
		throw error;
	}
}

function loadBuffer(host: ScriptHost, path: string): LuaBuffer {
	const bytes = readMounted(host, path).bytes ?? readFile(host.files, path);
	return bytes ? bufferOf(bytes) : luaError(`loading file '${path}' failed: it was not found`);
}

function bufferOf(bytes: Uint8Array): LuaBuffer {
	const data = createBuffer(bytes.length, [{ name: hashOf('data'), type: VALUE_TYPE.UINT8, componentCount: 1 }]);
	if (!data) return luaError('the file could not be put into a buffer');
	data.streams[0]?.values.set(bytes);
	return new LuaBuffer(data);
}
