local function fact(n) return n <= 1 and 1 or n * fact(n - 1) end
print(fact(5), fact(10), fact(20))
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(15))
local function ack(m, n)
  if m == 0 then return n + 1 elseif n == 0 then return ack(m - 1, 1) end
  return ack(m - 1, ack(m, n - 1))
end
print(ack(2, 3))
local function hanoi(n, a, b, c) if n == 0 then return 0 end return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a) end
print(hanoi(8, "a", "b", "c"))
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
print(depth(3000))
function gfact(n) if n == 0 then return 1 else return n * gfact(n - 1) end end
print(gfact(6))
local t = { f = function(self, n) if n == 0 then return "end" end return self:f(n - 1) end }
print(t:f(50))
