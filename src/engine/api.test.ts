import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';

async function printed(body: string, config: Record<string, string> = {}) {
	const sample = await makeGame({ main: { a: { script: `function init(self) ${body} end` } } }, { config });
	expect(sample.errors()).toEqual([]);
	return sample.printed();
}

describe('vmath', () => {
	it('calculates with vectors of 32-bit floats', async () => {
		expect(
			await printed(`
				local a, b = vmath.vector3(1, 2, 3), vmath.vector3(4, 5, 6)
				print(a + b, a - b, a * 2, 2 * a, -a, a / 2)
				print(vmath.dot(a, b), vmath.cross(a, b), vmath.length(vmath.vector3(3, 4, 0)), vmath.length_sqr(a))
				print(vmath.lerp(0.5, a, b), vmath.mul_per_elem(a, b), vmath.project(a, vmath.vector3(2, 0, 0)))
				print(vmath.normalize(vmath.vector3(0, 5, 0)), vmath.vector3(0.1).x, vmath.clamp(5, 0, 1), vmath.clamp(a, 0, 2))
				print(a == vmath.vector3(1, 2, 3), vmath.vector(({1, 2})), #vmath.vector({ 1, 2, 3 }))
			`),
		).toEqual([
			'vmath.vector3(5, 7, 9)\tvmath.vector3(-3, -3, -3)\tvmath.vector3(2, 4, 6)\tvmath.vector3(2, 4, 6)\tvmath.vector3(-1, -2, -3)\tvmath.vector3(0.5, 1, 1.5)',
			'32\tvmath.vector3(-3, 6, -3)\t5\t14',
			'vmath.vector3(2.5, 3.5, 4.5)\tvmath.vector3(4, 10, 18)\t0.5',
			'vmath.vector3(0, 1, 0)\t0.10000000149012\t1\tvmath.vector3(1, 2, 2)',
			'true\tvmath.vector(1, 2)\t3',
		]);
	});

	it('turns with quaternions and matrices', async () => {
		expect(
			await printed(`
				local function r(v) return string.format("%.3f %.3f %.3f", v.x, v.y, v.z) end
				local q = vmath.quat_rotation_z(math.pi / 2)
				print(r(vmath.rotate(q, vmath.vector3(1, 0, 0))), r(vmath.rotate(vmath.conj(q), vmath.vector3(1, 0, 0))))
				print(r(vmath.rotate(vmath.quat_from_to(vmath.vector3(1, 0, 0), vmath.vector3(0, 0, 1)), vmath.vector3(1, 0, 0))))
				print(r(vmath.rotate(q * q, vmath.vector3(1, 0, 0))), r(vmath.rotate(vmath.slerp(0.5, vmath.quat(), q), vmath.vector3(1, 0, 0))))
				local m = vmath.matrix4_translation(vmath.vector3(1, 2, 3)) * vmath.matrix4_rotation_z(math.pi / 2)
				print(r(m * vmath.vector4(1, 0, 0, 1)), r(vmath.inv(m) * m * vmath.vector4(7, 8, 9, 1)), m.m03, m.c3.w)
				local p = vmath.matrix4_orthographic(0, 960, 0, 640, -1, 1)
				print(r(p * vmath.vector4(480, 320, 0, 1)), r(p * vmath.vector4(960, 640, 0, 1)))
				print(vmath.matrix4() == vmath.matrix4(vmath.quat()), r({ x = vmath.quat_to_euler(vmath.euler_to_quat(0, 0, 30)), y = 0, z = select(3, vmath.quat_to_euler(vmath.euler_to_quat(0, 0, 30))) }))
			`),
		).toEqual(
			[
				'0.000 1.000 0.000\t0.000 -1.000 0.000',
				'0.000 0.000 1.000',
				'-1.000 0.000 0.000\t0.707 0.707 0.000',
				'1.000 3.000 3.000\t7.000 8.000 9.000\t1\t1',
				'0.000 0.000 0.000\t1.000 1.000 0.000',
				'true\t0.000 0.000 30.000',
			].map((line) => line),
		);
	});

	it('says what is wrong with its arguments', async () => {
		expect(
			await printed(`
				print(pcall(vmath.dot, 1, 2))
				print(pcall(function() return vmath.vector3().q end))
				print(pcall(function() return vmath.vector3() + 1 end))
			`),
		).toEqual([
			expect.stringContaining('vector3 expected, got number'),
			expect.stringContaining('vector3 only has fields x, y, z'),
			expect.stringContaining('vector3 can only be added to a vector3'),
		]);
	});
});

describe('sys, json, zlib, buffer and others', () => {
	it('save and load a table, and give an empty one for a file that is not there', async () => {
		expect(
			await printed(`
				local path = sys.get_save_file("app", "save")
				print(next(sys.load(path)), sys.exists(path))
				sys.save(path, { level = 3, name = "x", at = vmath.vector3(1, 2, 3), list = { true, hash("h") } })
				local t = sys.load(path)
				print(t.level, t.name, t.at, t.list[1], t.list[2] == hash("h"), sys.exists(path))
				print(sys.deserialize(sys.serialize({ [-2] = "negative" }))[-2])
			`),
		).toEqual(['nil\tfalse', '3\tx\tvmath.vector3(1, 2, 3)\ttrue\ttrue\ttrue', 'negative']);
	});

	it('mean the same file as io does, whatever its name', async () => {
		expect(
			await printed(`
				local path = sys.get_save_file("app", "été")
				sys.save(path, { level = 3 })
				print(io.open(path, "rb") ~= nil)
			`),
		).toEqual(['true']);
	});

	it('read settings as text, integer, number and boolean', async () => {
		expect(
			await printed(
				`print(sys.get_config("a.b"), sys.get_config_int("a.b", 1), sys.get_config_number("a.b"), sys.get_config_boolean("a.on"), sys.get_config_string("no.no", "fallback"), sys.get_config_int("no.no", 9))`,
				{ 'a.b': '12.5', 'a.on': '1' },
			),
		).toEqual(['12.5\t12\t12.5\ttrue\tfallback\t9']);
	});

	it('read and write JSON', async () => {
		expect(
			await printed(`
				local t = json.decode('{"a": [1, 2, {"b": null}], "c": "x\\\\u00e9\\\\/", "d": true, "e": -1.5e2}')
				print(t.a[2], t.a[3].b, #t.c, t.d, t.e)
				print(json.encode({ 1, "two", { x = true } }), json.encode({}), json.encode("a/b"))
				print(json.decode("null"), json.decode('{"n": null}', { decode_null_as_userdata = true }).n == json.null)
				print(pcall(json.decode, "{ x"))
				print(pcall(json.encode, { f = print }))
			`),
		).toEqual([
			'2\tnil\t4\ttrue\t-150',
			'[1,"two",{"x":true}]\t{}\t"a\\/b"',
			'nil\ttrue',
			expect.stringContaining('Expected object key string'),
			expect.stringContaining('Cannot serialise function'),
		]);
	});

	it('deflate and inflate, and keep numbers in buffers', async () => {
		expect(
			await printed(`
				print(zlib.inflate(zlib.deflate("hello")), pcall(zlib.inflate, "nonsense"))
				local b = buffer.create(2, { { name = hash("rgb"), type = buffer.VALUE_TYPE_UINT8, count = 3 } })
				local s = buffer.get_stream(b, "rgb")
				s[1] = 255 s[6] = 7
				print(#b, #s, s[1], s[2], s[6], buffer.get_bytes(b, "rgb"):byte(6))
				print(pcall(function() s[7] = 1 end))
			`),
		).toEqual([
			expect.stringMatching(/^hello\tfalse\t.*Failed to inflate/),
			'2\t6\t255\t0\t7\t7',
			expect.stringContaining('valid indices between 1 and 6'),
		]);
	});

	it('draw the same random numbers in every run, 15 bits each', async () => {
		const body = 'print(math.random(1, 100), math.random(1, 100)) math.randomseed(1) print(math.random() * 32767 % 1)';
		const first = await printed(body);
		expect(first).toEqual(await printed(body));
		expect(first[1]).toBe('0');
	});

	it('tell hashes, urls and vectors apart', async () => {
		expect(
			await printed(`
				print(types.is_hash(hash("a")), types.is_url(msg.url()), types.is_vector3(vmath.vector3()), types.is_quat(1))
				print(hash_to_hex(hash("my_hash")), hash("a") == hash("a"), hash("a"), "id " .. hash("a"))
				print(bit.band(12, 10), bit.bor(12, 10), bit.lshift(1, 4), socket.gettime() > 1e9)
			`),
		).toEqual([
			'true\ttrue\ttrue\tfalse',
			expect.stringMatching(/^[\da-f]{16}\ttrue\thash: \[a\]\tid a$/),
			'8\t14\t16\ttrue',
		]);
	});

	it('tell the handler of errors what went wrong and where', async () => {
		const sample = await makeGame({
			main: {
				a: {
					script: `
						function init(self)
							sys.set_error_handler(function(self, source, message, traceback) print(source, message, #traceback > 10) end)
							msg.post("#", "go")
						end
						function on_message() error("broken") end
					`,
				},
			},
		});
		expect(sample.printed()).toEqual(['lua\t/main_a.script:6: broken\ttrue']);
	});

	it('pprint shows tables with their types', async () => {
		expect((await printed('pprint({ a = 1, b = { "x" } })'))[0]).toContain('a = 1');
	});
});
