local function loop(n, acc) if n == 0 then return acc end return loop(n - 1, acc + n) end
print(loop(100000, 0))
local function ping(n) if n == 0 then return "pong" end return (function(m) return ping(m) end)(n - 1) end
print(ping(20000))
local even, odd
function even(n) if n == 0 then return true end return odd(n - 1) end
function odd(n) if n == 0 then return false end return even(n - 1) end
print(even(50001))
local t = {}
function t:step(n) if n == 0 then return self.name, n end return self:step(n - 1) end
t.name = "tee"
print(t:step(30000))
local function va(n, ...) if n == 0 then return ... end return va(n - 1, n, ...) end
print(select("#", va(100)))
local function multi(n) if n == 0 then return 1, 2, 3 end return multi(n - 1) end
print(multi(1000)) print((multi(1000)))
local a, b, c = multi(5000)
print(a, b, c)
local x = { multi(5000) }
print(#x)
print(pcall(function() return loop(10000, "x") end))
