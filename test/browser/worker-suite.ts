// Takes the place of vitest in a suite that runs in a browser's worker: collects the tests, and runs each when asked to.
import { ASYMMETRIC_MATCHERS_OBJECT, chai, JestAsymmetricMatchers, JestChaiExpect, setState } from '@vitest/expect';

type Test = () => unknown;

const tests = new Map<string, Test>();
const path: string[] = [];

export function describe(name: string, define: () => void): void {
	path.push(name);
	define();
	path.pop();
}

export function it(name: string, test: Test): void {
	tests.set([...path, name].join(' > '), test);
}

chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
export const expect: Chai.ExpectStatic = Object.assign(
	(value: unknown, message?: string) => chai.expect(value, message),
	chai.expect,
	(globalThis as unknown as Record<symbol, object>)[ASYMMETRIC_MATCHERS_OBJECT],
);
setState({ assertionCalls: 0 }, expect as never);

/** Answers the page: `list` with the names of all tests, any other message by running the test of that name. */
export function serveSuite(): void {
	addEventListener('message', ({ data }: MessageEvent<string>) => {
		if (data === 'list') postMessage([...tests.keys()]);
		else run(data).then(postMessage, (error: Error) => postMessage(String(error)));
	});
}

/** An empty text, or what went wrong. */
async function run(name: string): Promise<string> {
	try {
		await (tests.get(name) as Test)();
		return '';
	} catch (error) {
		const { message, stack } = error as Error;
		return `${message}\n${stack ?? ''}`;
	}
}
