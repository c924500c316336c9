import { describe, expect, it } from 'vitest';
import { bucketPolicy, corsRules, corsXml, iamPolicy } from './s3-policies.ts';

const place = { bucket: 'my-game', prefix: 'live' };

describe('documents for S3', () => {
	it('let players fetch content, and nothing else', () => {
		expect(bucketPolicy(place).Statement).toEqual([
			expect.objectContaining({ Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::my-game/live/*' }),
		]);
		expect(bucketPolicy({ bucket: 'my-game', prefix: '' }).Statement[0]?.Resource).toBe('arn:aws:s3:::my-game/*');
	});

	it("let publishers do what Livemount and Defold's editor ask, each on the right resource", () => {
		const byResource = new Map(iamPolicy(place).Statement.map(({ Resource, Action }) => [Resource, Action]));
		expect(byResource.get('arn:aws:s3:::*')).toEqual(['s3:ListAllMyBuckets']);
		expect(byResource.get('arn:aws:s3:::my-game')).toContain('s3:GetBucketAcl');
		expect(byResource.get('arn:aws:s3:::my-game')).toContain('s3:ListBucket');
		expect(byResource.get('arn:aws:s3:::my-game/live/*')).toContain('s3:PutObject');
	});

	it('grant only what is asked for', () => {
		expect(iamPolicy(place, ['s3:ListBucket']).Statement).toEqual([
			{ Sid: 'LookAtBucket', Effect: 'Allow', Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::my-game' },
		]);
	});

	it('say the same in XML', () => {
		const xml = corsXml(corsRules(['https://a.example?x&y']));
		expect(xml).toContain('<AllowedOrigin>https://a.example?x&amp;y</AllowedOrigin>');
		expect(xml).toContain('<AllowedMethod>HEAD</AllowedMethod>');
		expect(xml).toContain('<ExposeHeader>ETag</ExposeHeader>');
	});
});
