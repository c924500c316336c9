/** The time scripts see. */
export type Clock = {
	/** Seconds since 1970. */
	now(): number;
	/** Seconds the game has used. */
	used(): number;
	/** Lets time pass: a script sleeps. */
	skip(seconds: number): void;
};

/** 1 January 2024, 00:00 UTC. */
const START = 1_704_067_200;
/** Each look at the clock takes this long, so that a script that waits for time to pass gets through. */
const LOOK_SECONDS = 1e-6;

/** A clock that depends on nothing but the frames run so far and how often it was looked at. */
export function createGameClock(time: () => number, start: number = START): Clock {
	let looks = 0;
	let skipped = 0;
	const used = (): number => time() + skipped + LOOK_SECONDS * looks++;
	return {
		now: () => start + used(),
		used,
		skip(seconds) {
			skipped += seconds;
		},
	};
}
