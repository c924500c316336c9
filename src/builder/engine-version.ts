/** Whether a version such as `1.11.2` is that version or a later one. Text that is no number counts as 0. */
export function isAtLeast(version: string, wanted: readonly [number, number, number]): boolean {
	const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
	for (const [index, number] of wanted.entries()) {
		const own = parts[index] ?? 0;
		if (own !== number) return own > number;
	}
	return true;
}
