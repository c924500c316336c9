print(1 < 2, 2 <= 2, 3 > 4, 4 >= 4, "a" < "b", "a" < "B", "" < "a", "abc" < "abd", "Z" < "a", "10" < "9", "a\0b" < "a\0c")
print(pcall(function() return 1 < "2" end), pcall(function() return {} < {} end), pcall(function() return nil < 1 end), pcall(function() return true < false end))
print(pcall(function() return {} <= 1 end), pcall(function() return print < print end), pcall(function() return "a" >= 1 end))
print(1 == "1", "a" == "a", nil == false, {} == {}, print == print, 0 == -0, "1" ~= 1)
