import { encodeUtf8, toBinaryString } from '../../bytes/index.ts';
import { type NodeDesc, NodeDesc_Type } from '../../formats/index.ts';
import { quatOfEuler } from '../euler.ts';
import { hashOf } from '../hash.ts';
import { Quat, Vector3 } from '../vector.ts';
import type { GuiNode } from './node.ts';

/** Gives a node the look its compiled description says. Where it is in the tree and its id are left alone. */
export function applyNodeDesc(node: GuiNode, desc: NodeDesc): void {
	const { position, rotation, scale, size, color, outline, shadow, slice9 } = desc;
	node.position = new Vector3(position?.x ?? 0, position?.y ?? 0, position?.z ?? 0);
	node.euler = new Vector3(rotation?.x ?? 0, rotation?.y ?? 0, rotation?.z ?? 0);
	const q = quatOfEuler(node.euler);
	node.rotation = new Quat(q.x, q.y, q.z, q.w);
	node.scale = new Vector3(scale?.x ?? 1, scale?.y ?? 1, scale?.z ?? 1);
	node.size = new Vector3(size?.x ?? 0, size?.y ?? 0, size?.z ?? 0);
	// Alpha has a field of its own since it can be overridden alone.
	setColor(node.color, color, desc.alpha);
	setColor(node.outline, outline, desc.outlineAlpha);
	setColor(node.shadow, shadow, desc.shadowAlpha);
	if (slice9) Object.assign(node.slice9, { x: slice9.x, y: slice9.y, z: slice9.z, w: slice9.w });
	node.text = toBinaryString(encodeUtf8(desc.text));
	node.font = hashOf(desc.font);
	node.layer = hashOf(desc.layer);
	node.material = hashOf(desc.material);
	node.particlefx = hashOf(desc.particlefx);
	node.spineScene = hashOf(desc.spineScene);
	node.customType = desc.customType;
	node.blendMode = desc.blendMode;
	node.xAnchor = desc.xanchor;
	node.yAnchor = desc.yanchor;
	node.pivot = desc.pivot;
	node.adjustMode = desc.adjustMode;
	node.sizeMode = desc.sizeMode;
	node.clippingMode = desc.clippingMode;
	node.clippingVisible = desc.clippingVisible;
	node.clippingInverted = desc.clippingInverted;
	node.lineBreak = desc.lineBreak;
	node.leading = desc.textLeading;
	node.tracking = desc.textTracking;
	node.outerBounds = desc.outerBounds;
	node.innerRadius = desc.innerRadius;
	node.perimeterVertices = desc.perimeterVertices;
	node.fillAngle = desc.pieFillAngle;
	node.inheritAlpha = desc.inheritAlpha;
	node.enabled = desc.enabled;
	node.visible = desc.visible;
	if (desc.texture !== '') setNodeTexture(node, desc.texture);
	// Text has no picture, whatever its description says.
	if (desc.type === NodeDesc_Type.TEXT) node.sizeMode = 0;
}

function setColor(
	out: { x: number; y: number; z: number; w: number },
	color: { x: number; y: number; z: number; w: number } | undefined,
	alpha: number,
): void {
	if (color) Object.assign(out, { x: Math.fround(color.x), y: Math.fround(color.y), z: Math.fround(color.z) });
	out.w = Math.fround(alpha);
}

/** A texture as descriptions name it: `texture` or `texture/animation`. */
function setNodeTexture(node: GuiNode, text: string): void {
	const slash = text.indexOf('/');
	const name = slash < 0 ? text : text.slice(0, slash);
	node.scene.setTexture(node, hashOf(name));
	if (slash >= 0) node.scene.playFlipbook(node, hashOf(text.slice(slash + 1)));
}
