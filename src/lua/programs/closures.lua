local function counter() local n = 0 return function() n = n + 1 return n end end
local a, b = counter(), counter()
print(a(), a(), b(), a(), b())
local function pair() local v = 0 return function() return v end, function(x) v = x end end
local get, set = pair()
set(42)
print(get())
local fs = {}
for i = 1, 3 do local j = i * 10 fs[#fs + 1] = function() j = j + i return j end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
local function outer(x) return function(y) return function(z) x = x + 1 return x + y + z end end end
local f = outer(1)(2)
print(f(3), f(3), outer(10)(20)(30))
local x = 1
local function incr() x = x + 1 return x end
incr() incr()
print(x)
local function rec(n) if n == 0 then return "done" end return rec(n - 1) end
print(rec(10))
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(10), even(7), odd(7))
print((function(a) local function b() return a end a = a * 2 return b() end)(21))
