print("a" .. "b" .. "c", 1 .. 2, 1 .. "", "x" .. 1.5, -1 .. "|")
local s = ""
for i = 1, 10 do s = s .. i .. "," end
print(s)
local a, b = "A", 7
print(a .. b .. a .. b, a .. (b .. a) .. b, (a .. b) .. (a .. b))
print(("x"):rep(3) .. ("-"):rep(2), "" .. "")
print(pcall(function() return "a" .. nil end))
print(pcall(function() return {} .. "a" end))
print(pcall(function() local q; return "a" .. q .. "b" end))
print(pcall(function() local q = {}; return q.name .. "b" end))
print(pcall(function() return "a" .. true end))
print(pcall(function() return globalvar .. "a" end))
print(1 .. 2 == "12", 2 ^ 63 .. "")
