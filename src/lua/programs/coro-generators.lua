local function range(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
for i in range(5) do io.write(i, " ") end print()
local function permutations(list)
  local function gen(n) if n == 0 then coroutine.yield(table.concat(list)) else for i = 1, n do list[i], list[n] = list[n], list[i] gen(n - 1) list[i], list[n] = list[n], list[i] end end end
  return coroutine.wrap(function() gen(#list) end)
end
for p in permutations({ "a", "b", "c" }) do io.write(p, " ") end print()
local function primes() return coroutine.wrap(function() local found = {} local n = 2 while true do local is = true for _, p in ipairs(found) do if n % p == 0 then is = false break end end if is then found[#found + 1] = n coroutine.yield(n) end n = n + 1 end end) end
local next_prime = primes() for _ = 1, 15 do io.write(next_prime(), " ") end print()
local function zip(a, b) return coroutine.wrap(function() while true do local x, y = a(), b() if x == nil or y == nil then return end coroutine.yield(x, y) end end) end
for x, y in zip(range(3), range(9)) do io.write(x, ":", y, " ") end print()
