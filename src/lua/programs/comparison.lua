print(1 < 2, 2 <= 2, 3 > 4, 4 >= 4, 1 == 1.0, 1 ~= 2)
print("a" < "b", "a" < "B", "abc" < "abd", "" < "a", "a" <= "a", "Z" < "a")
print("10" == 10, "1" < "2", "10" < "9", 0 == -0)
print(nil == false, nil == nil, {} == {}, print == print)
local nan = 0 / 0
print(nan == nan, nan ~= nan, nan < 1, nan > 1, 1 < nan, nan <= nan)
print("a\0b" < "a\0c", "a\0b" == "a\0b", "a" < "a\0")
print("\200" > "z", "\128" > "\127")
local t = {}
print(t == t, t ~= {}, "x" == t)
