const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];
const DAY_MS = 86_400_000;

/** A moment in C's `struct tm`, with Lua's counting: months and days from 1. */
export type BrokenDownTime = {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly min: number;
	readonly sec: number;
	/** 1 is Sunday. */
	readonly wday: number;
	/** 1 is the first of January. */
	readonly yday: number;
	readonly isdst: boolean;
	/** Minutes east of Greenwich, and the zone's name. */
	readonly offsetMinutes: number;
};

function dayOfYear(year: number, month: number, day: number): number {
	return Math.round((Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / DAY_MS) + 1;
}

/** @param seconds  since 1970 */
export function breakDown(seconds: number, isUtc: boolean): BrokenDownTime {
	const date = new Date(seconds * 1000);
	if (isUtc) {
		const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
		return {
			year,
			month: month + 1,
			day,
			hour: date.getUTCHours(),
			min: date.getUTCMinutes(),
			sec: date.getUTCSeconds(),
			wday: date.getUTCDay() + 1,
			yday: dayOfYear(year, month, day),
			isdst: false,
			offsetMinutes: 0,
		};
	}
	const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
	const winter = Math.max(new Date(year, 0, 1).getTimezoneOffset(), new Date(year, 6, 1).getTimezoneOffset());
	return {
		year,
		month: month + 1,
		day,
		hour: date.getHours(),
		min: date.getMinutes(),
		sec: date.getSeconds(),
		wday: date.getDay() + 1,
		yday: dayOfYear(year, month, day),
		isdst: date.getTimezoneOffset() < winter,
		offsetMinutes: -date.getTimezoneOffset(),
	};
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Week of the year when weeks begin on a weekday (0 is Sunday). */
function weekOfYear(time: BrokenDownTime, firstWeekday: number): number {
	const weekday = (time.wday - 1 - firstWeekday + 7) % 7;
	return Math.floor((time.yday - 1 + 7 - weekday) / 7);
}

/** Year and week by ISO 8601. */
function isoWeek(time: BrokenDownTime): { readonly year: number; readonly week: number } {
	const weekday = (time.wday + 5) % 7;
	const thursday = new Date(Date.UTC(time.year, time.month - 1, time.day - weekday + 3));
	const year = thursday.getUTCFullYear();
	return { year, week: Math.floor((dayOfYear(year, thursday.getUTCMonth(), thursday.getUTCDate()) - 1) / 7) + 1 };
}

function zoneText(time: BrokenDownTime): string {
	const size = Math.abs(time.offsetMinutes);
	return `${time.offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

/** One conversion of C's `strftime` in the locale `C`; `undefined` for those it does not have. */
export function formatTime(letter: string, time: BrokenDownTime): string | undefined {
	const expand = (format: string): string => format.replace(/%(.)/g, (_, each: string) => formatTime(each, time) ?? '');
	const hour12 = time.hour % 12 === 0 ? 12 : time.hour % 12;
	switch (letter) {
		case 'a':
			return WEEKDAYS[time.wday - 1]?.slice(0, 3);
		case 'A':
			return WEEKDAYS[time.wday - 1];
		case 'b':
		case 'h':
			return MONTHS[time.month - 1]?.slice(0, 3);
		case 'B':
			return MONTHS[time.month - 1];
		case 'c':
			return expand('%a %b %e %H:%M:%S %Y');
		case 'C':
			return two(Math.floor(time.year / 100));
		case 'd':
			return two(time.day);
		case 'D':
		case 'x':
			return expand('%m/%d/%y');
		case 'e':
			return String(time.day).padStart(2, ' ');
		case 'F':
			return expand('%Y-%m-%d');
		case 'g':
			return two(isoWeek(time).year % 100);
		case 'G':
			return String(isoWeek(time).year);
		case 'H':
			return two(time.hour);
		case 'I':
			return two(hour12);
		case 'j':
			return String(time.yday).padStart(3, '0');
		case 'm':
			return two(time.month);
		case 'M':
			return two(time.min);
		case 'n':
			return '\n';
		case 'p':
			return time.hour < 12 ? 'AM' : 'PM';
		case 'r':
			return expand('%I:%M:%S %p');
		case 'R':
			return expand('%H:%M');
		case 'S':
			return two(time.sec);
		case 't':
			return '\t';
		case 'T':
		case 'X':
			return expand('%H:%M:%S');
		case 'u':
			return String(time.wday === 1 ? 7 : time.wday - 1);
		case 'U':
			return two(weekOfYear(time, 0));
		case 'V':
			return two(isoWeek(time).week);
		case 'w':
			return String(time.wday - 1);
		case 'W':
			return two(weekOfYear(time, 1));
		case 'y':
			return two(time.year % 100);
		case 'Y':
			return String(time.year);
		case 'z':
			return zoneText(time);
		case 'Z':
			return time.offsetMinutes === 0 ? 'GMT' : zoneText(time);
		case '%':
			return '%';
		default:
			return undefined;
	}
}
