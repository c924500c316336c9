local function lines(s) return coroutine.wrap(function() for l in s:gmatch("[^\n]+") do coroutine.yield(l, #l) end end) end
for l, n in lines("one\ntwo\nthree") do print(l, n) end
local function filter(p, it) return coroutine.wrap(function() for v in it do if p(v) then coroutine.yield(v) end end end) end
local function map(f, it) return coroutine.wrap(function() for v in it do coroutine.yield(f(v)) end end) end
local function count(n) return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) end
local out = {} for v in map(function(x) return x * x end, filter(function(x) return x % 2 == 1 end, count(10))) do out[#out + 1] = v end print(table.concat(out, ","))
for v in count(0) do print("never") end
print(pcall(function() for v in coroutine.wrap(function() error("in iterator") end) do end end))
