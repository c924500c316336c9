print(2 + 3 * 4 ^ 2 / 2, (2 + 3) * 4, -2 ^ 2, not nil == true, not (nil == true), 1 .. 2 .. 3, "a" < "b" == true, 1 < 2 and 2 < 3, #"abc" + 1, -#"abc", - -2, not not nil)
print(2 ^ -1, 2 ^ 0.5 == math.sqrt(2), 10 % 3 ^ 2, 5 - 3 - 1, 100 / 10 / 2, 2 ^ 2 ^ 3, "5" * "2", 10 .. "", 1 + 1 .. "", 7 // 1 == nil)
