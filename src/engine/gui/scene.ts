import type { MessageShape, NodeDesc, SceneDescSchema } from '../../formats/index.ts';
import { Animator } from '../animation/animator.ts';
import type { Display } from '../display.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { FontResource } from '../resources/font.ts';
import type { FlipbookAnimation, TextureSetResource } from '../resources/texture-set.ts';
import { GuiNode } from './node.ts';
import { applyNodeDesc } from './node-desc.ts';

/** A picture a node can show: an atlas with animations, or a plain texture without. */
export type GuiTexture = {
	readonly path: string;
	readonly set: TextureSetResource | undefined;
	readonly width: number;
	readonly height: number;
	/** Made by a script: its pixels. */
	readonly pixels?: { readonly type: string; readonly data: Uint8Array; readonly flipped: boolean };
};

const SIZE_MODE_AUTO = 1;

/** The running content of a GUI component. It knows nothing of Lua: modules call it, a renderer reads it. */
export class GuiScene {
	readonly display: Display;
	readonly desc: MessageShape<typeof SceneDescSchema>;
	readonly fonts: Map<Hash, FontResource> = new Map();
	readonly textures: Map<Hash, GuiTexture> = new Map();
	readonly particlefxs: Set<Hash> = new Set();
	readonly materials: Map<Hash, Hash> = new Map();
	readonly layers: readonly Hash[];
	readonly animator: Animator = new Animator();
	/** In drawing order. */
	readonly roots: GuiNode[] = [];
	readonly maxNodes: number;
	renderOrder = 0;
	layout: Hash;
	adjustReference: number;
	width: number;
	height: number;
	#nodeCount = 0;
	readonly #byId = new Map<Hash, GuiNode>();

	constructor(desc: MessageShape<typeof SceneDescSchema>, display: Display) {
		this.desc = desc;
		this.display = display;
		this.layers = desc.layers.map(({ name }) => hashOf(name));
		this.maxNodes = desc.maxNodes;
		this.adjustReference = desc.adjustReference;
		this.layout = hashOf('');
		this.width = display.width;
		this.height = display.height;
	}

	/** Makes the nodes of the file; to be called when fonts and textures are there. */
	createNodes(): void {
		for (const desc of this.desc.nodes) {
			const node = this.addNode(new GuiNode(this, desc.type, true));
			this.setId(node, hashOf(desc.id));
			applyNodeDesc(node, desc);
			if (desc.parent !== '') {
				const parent = this.find(hashOf(desc.parent));
				if (parent) this.setParent(node, parent);
			}
		}
	}

	get nodeCount(): number {
		return this.#nodeCount;
	}

	find(id: Hash): GuiNode | undefined {
		return this.#byId.get(id);
	}

	addNode(node: GuiNode): GuiNode {
		this.#nodeCount++;
		this.roots.push(node);
		return node;
	}

	setId(node: GuiNode, id: Hash): void {
		if (this.#byId.get(node.id) === node) this.#byId.delete(node.id);
		node.id = id;
		if (id !== hashOf('')) this.#byId.set(id, node);
	}

	/** The list a node stands in. */
	siblingsOf(node: GuiNode): GuiNode[] {
		return node.parent ? node.parent.children : this.roots;
	}

	/** False when the parent is the node itself or below it. */
	setParent(node: GuiNode, parent: GuiNode | undefined): boolean {
		for (let above = parent; above; above = above.parent) if (above === node) return false;
		if (node.parent === parent) return true;
		const siblings = this.siblingsOf(node);
		siblings.splice(siblings.indexOf(node), 1);
		node.parent = parent;
		this.siblingsOf(node).push(node);
		return true;
	}

	/** Puts a node right above (drawn later) or below another among that one's siblings; without one, at the end. */
	move(node: GuiNode, where: 'above' | 'below', other: GuiNode | undefined): boolean {
		if (other === node) return true;
		if (other && !this.setParent(node, other.parent)) return false;
		const siblings = this.siblingsOf(node);
		siblings.splice(siblings.indexOf(node), 1);
		if (!other) siblings.splice(where === 'above' ? siblings.length : 0, 0, node);
		else siblings.splice(siblings.indexOf(other) + (where === 'above' ? 1 : 0), 0, node);
		return true;
	}

	deleteNode(node: GuiNode): void {
		for (const child of [...node.children]) this.deleteNode(child);
		const siblings = this.siblingsOf(node);
		siblings.splice(siblings.indexOf(node), 1);
		if (this.#byId.get(node.id) === node) this.#byId.delete(node.id);
		node.deleted = true;
		node.parent = undefined;
		this.#nodeCount--;
		this.animator.cancel(({ owner }) => owner === node);
	}

	/** Shows a texture; false when the scene has none of that name. */
	setTexture(node: GuiNode, name: Hash): boolean {
		const texture = this.textures.get(name);
		node.texture = name;
		if (!texture) return false;
		node.flipbook.stop();
		node.flipbook.animation = undefined;
		if (node.sizeMode === SIZE_MODE_AUTO && !texture.set) {
			node.size.x = texture.width;
			node.size.y = texture.height;
		}
		return true;
	}

	animationOf(node: GuiNode, id: Hash): FlipbookAnimation | undefined {
		return this.textures.get(node.texture)?.set?.animations.get(id);
	}

	/** Plays a flipbook of the node's texture; false when there is none of that name. */
	playFlipbook(node: GuiNode, id: Hash, options: { offset?: number; rate?: number; done?: () => void } = {}): boolean {
		const animation = this.animationOf(node, id);
		if (!animation) return false;
		node.flipbook.play(animation, options.offset, options.rate);
		node.flipbookDone = options.done;
		if (node.sizeMode === SIZE_MODE_AUTO) {
			node.size.x = animation.width;
			node.size.y = animation.height;
		}
		return true;
	}

	/** Nodes in drawing order, parents before children. */
	*nodes(list: readonly GuiNode[] = this.roots): IterableIterator<GuiNode> {
		for (const node of list) {
			yield node;
			if (node.children.length > 0) yield* this.nodes(node.children);
		}
	}

	/** Moves animations on. */
	update(dt: number): void {
		this.animator.update(dt);
		const done: (() => void)[] = [];
		this.#updateFlipbooks(this.roots, dt, done);
		for (const call of done) call();
	}

	#updateFlipbooks(nodes: readonly GuiNode[], dt: number, done: (() => void)[]): void {
		for (const node of nodes) {
			if (!node.enabled) continue;
			if (node.flipbook.playing && node.flipbook.update(dt) && node.flipbookDone) {
				done.push(node.flipbookDone);
				node.flipbookDone = undefined;
			}
			if (node.children.length > 0) this.#updateFlipbooks(node.children, dt, done);
		}
	}

	/** Gives the file's nodes what a layout says, the default one for "". False when there is none of that name. */
	applyLayout(name: Hash): boolean {
		const layout = this.desc.layouts.find((candidate) => hashOf(candidate.name) === name);
		if (!layout && name !== hashOf('')) return false;
		const special = new Map<string, NodeDesc>((layout?.nodes ?? []).map((desc) => [desc.id, desc]));
		for (const desc of this.desc.nodes) {
			const node = this.find(hashOf(desc.id));
			if (!node?.isOriginal) continue;
			const { enabled, text } = node;
			applyNodeDesc(node, special.get(desc.id) ?? desc);
			// What scripts say at run time is kept.
			node.enabled = enabled;
			node.text = text;
		}
		this.layout = name;
		return true;
	}
}
