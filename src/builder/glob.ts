/**
 * Whether a path matches a pattern: `*` is any run of characters without a slash, `?` one of them, `**` any run with
 * slashes. A pattern without a leading slash is taken from the root of the project.
 */
export function matchesGlob(path: string, pattern: string): boolean {
	return globExpression(pattern).test(path);
}

const expressions = new Map<string, RegExp>();

function globExpression(pattern: string): RegExp {
	let expression = expressions.get(pattern);
	if (!expression) {
		const rooted = pattern.startsWith('/') || pattern.startsWith('**') ? pattern : `/${pattern}`;
		const source = rooted.replace(/\*\*\/?|[*?]|[\\^$.+()|[\]{}]/g, (part) => {
			if (part === '**/') return '(?:.*/)?';
			if (part === '**') return '.*';
			if (part === '*') return '[^/]*';
			if (part === '?') return '[^/]';
			return `\\${part}`;
		});
		expression = new RegExp(`^${source}$`);
		expressions.set(pattern, expression);
	}
	return expression;
}
