import { textToBinary } from '../../bytes/index.ts';
import { NodeDesc_Type } from '../../formats/index.ts';
import { LuaUserdata } from '../../lua/index.ts';
import { Flipbook } from '../animation/flipbook.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Matrix4 } from '../matrix4.ts';
import { Quat, Vector3, Vector4 } from '../vector.ts';
import type { GuiScene } from './scene.ts';

const NONE = hashOf('');

/** A node of a GUI: all that scripts can see of it and a renderer needs. Numbers of modes are Defold's. */
export class GuiNode extends LuaUserdata {
	readonly scene: GuiScene;
	type: number;
	id: Hash = NONE;
	position: Vector3 = new Vector3(0, 0, 0);
	rotation: Quat = new Quat(0, 0, 0, 1);
	/** Degrees; what `rotation` was set from, where it was. */
	euler: Vector3 = new Vector3(0, 0, 0);
	scale: Vector3 = new Vector3(1, 1, 1);
	size: Vector3 = new Vector3(0, 0, 0);
	color: Vector4 = new Vector4(1, 1, 1, 1);
	outline: Vector4 = new Vector4(0, 0, 0, 1);
	shadow: Vector4 = new Vector4(0, 0, 0, 1);
	slice9: Vector4 = new Vector4(0, 0, 0, 0);
	/** A binary string, as scripts hold it. */
	text = '';
	font: Hash = NONE;
	texture: Hash = NONE;
	layer: Hash = NONE;
	material: Hash = NONE;
	particlefx: Hash = NONE;
	particleState: 'sleeping' | 'playing' | 'stopping' = 'sleeping';
	spineScene: Hash = NONE;
	customType = 0;
	blendMode = 0;
	xAnchor = 0;
	yAnchor = 0;
	pivot = 0;
	adjustMode = 0;
	sizeMode = 0;
	clippingMode = 0;
	clippingVisible = true;
	clippingInverted = false;
	lineBreak = false;
	leading = 1;
	tracking = 0;
	outerBounds = 1;
	innerRadius = 0;
	perimeterVertices = 32;
	fillAngle = 360;
	inheritAlpha = true;
	enabled = true;
	visible = true;
	/** Made by the scene's file rather than by a script. */
	readonly isOriginal: boolean;
	readonly flipbook: Flipbook = new Flipbook();
	/** Called when the flipbook has played to its end. */
	flipbookDone: (() => void) | undefined;
	readonly constants: Map<Hash, (Vector4 | Matrix4)[]> = new Map();
	parent: GuiNode | undefined;
	readonly children: GuiNode[] = [];
	deleted = false;

	constructor(scene: GuiScene, type: number, isOriginal = false) {
		super();
		this.scene = scene;
		this.type = type;
		this.isOriginal = isOriginal;
	}

	get isText(): boolean {
		return this.type === NodeDesc_Type.TEXT;
	}

	override tostring(): string {
		const { x, y, z } = this.position;
		const name = this.id === NONE ? 'node' : this.id.text;
		return textToBinary(`${name}@(${x}, ${y}, ${z})`);
	}
}

/** A copy of everything a node looks like, without its place in the tree and without its id. */
export function copyNode(node: GuiNode): GuiNode {
	const copy = new GuiNode(node.scene, node.type);
	const vector3 = ({ x, y, z }: Vector3): Vector3 => new Vector3(x, y, z);
	const vector4 = ({ x, y, z, w }: Vector4): Vector4 => new Vector4(x, y, z, w);
	Object.assign(copy, {
		position: vector3(node.position),
		rotation: new Quat(node.rotation.x, node.rotation.y, node.rotation.z, node.rotation.w),
		euler: vector3(node.euler),
		scale: vector3(node.scale),
		size: vector3(node.size),
		color: vector4(node.color),
		outline: vector4(node.outline),
		shadow: vector4(node.shadow),
		slice9: vector4(node.slice9),
	});
	for (const field of PLAIN_FIELDS) (copy as Record<typeof field, unknown>)[field] = node[field];
	const { animation, rate } = node.flipbook;
	if (animation) {
		copy.flipbook.play(animation, 0, rate);
		copy.flipbook.seek(node.flipbook.cursor);
		copy.flipbook.playing = node.flipbook.playing;
	}
	return copy;
}

const PLAIN_FIELDS = [
	'text',
	'font',
	'texture',
	'layer',
	'material',
	'particlefx',
	'spineScene',
	'customType',
	'blendMode',
	'xAnchor',
	'yAnchor',
	'pivot',
	'adjustMode',
	'sizeMode',
	'clippingMode',
	'clippingVisible',
	'clippingInverted',
	'lineBreak',
	'leading',
	'tracking',
	'outerBounds',
	'innerRadius',
	'perimeterVertices',
	'fillAngle',
	'inheritAlpha',
	'enabled',
	'visible',
] as const satisfies readonly (keyof GuiNode)[];
