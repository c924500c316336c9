print(#"", #"abc", #"a\0b", #{}, #{ 1, 2, 3 }, #{ n = 1 })
local t = {}
for i = 1, 10 do t[i] = i end
print(#t)
t[10] = nil
print(#t)
t[#t + 1] = "x"
print(#t, t[10])
print(pcall(function() return #nil end))
print(pcall(function() local n = 5; return #n end))
print(pcall(function() return #print end))
print(#{ 1, 2, nil, 4 }, #{ nil, nil, 3 }, #{ nil })
