print(pcall(error, "msg"))
print(pcall(error, "msg", 0))
print(type(select(2, pcall(error, { code = 5 }))))
print(select(2, pcall(error, { code = 5 })).code)
print(pcall(error)) print(pcall(error, nil)) print(pcall(error, 42))
local function f() error("in f") end
print(pcall(f))
local function g() error("level two", 2) end
local function h() g() end
print(pcall(h))
local function l3() error("three", 3) end
local function l2() l3() end
local function l1() l2() end
print(pcall(l1))
print(pcall(function() error("zero", 0) end))
print(pcall(function() error() end))
print(pcall(function() error(true) end))
print(pcall(function() assert(false) end))
print(pcall(function() assert(nil, "assert message") end))
print(assert(1, 2, 3))
print(pcall(assert)) print(pcall(assert, false, "m"))
print(select("#", pcall(function() return 1, nil, nil end)))
print(pcall(function() return 1, 2, 3 end))
print(pcall(pcall, error, "x"))
