-- Arithmetic on numbers and on strings that look like numbers.
print(1 + 2, 7 - 10, 3 * 4, 7 / 2, 2 ^ 10)
print("10" + 5, "3" * "4", 10 - "2", "0x10" + 0, " 5 " * 2)
print(-"2", -"-3", 2 ^ -1, 2 ^ 0.5)
local a, b = 7, 3
print(a % b, -a % b, a % -b, -a % -b)
print(5.5 % 2, -5.5 % 2, 5.5 % -2, 5.3 % 0.1 < 0.1)
print(1e308 * 10, -1e308 * 10)
print(10 / 0, -10 / 0)
print(2 ^ 53, 2 ^ 53 + 1, 1 / 3)
print(a + b * 2 - 4 / 2 ^ 2)
print((a + b) * 2, -a ^ 2, (-a) ^ 2, 2 ^ 3 ^ 2)
