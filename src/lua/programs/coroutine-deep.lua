local function walk(t) if type(t) == "table" then for _, v in ipairs(t) do walk(v) end else coroutine.yield(t) end end
local out = {}
for v in coroutine.wrap(function() walk({ 1, { 2, { 3, 4 }, 5 }, { { 6 } } }) end) do out[#out + 1] = v end
print(table.concat(out, " "))
local function deep(n) if n == 0 then return coroutine.yield("bottom") end return deep(n - 1) .. n end
local co = coroutine.wrap(deep)
print(co(5)) print(co("back"))
local function permgen(a, n)
  n = n or #a
  if n <= 1 then coroutine.yield(a) else
    for i = 1, n do a[n], a[i] = a[i], a[n] permgen(a, n - 1) a[n], a[i] = a[i], a[n] end
  end
end
local count = 0
for p in coroutine.wrap(function() permgen({ 1, 2, 3, 4 }) end) do count = count + 1 if count <= 3 then print(table.concat(p, ",")) end end
print(count)
local function producer() return coroutine.create(function() for i = 1, 4 do coroutine.yield("item" .. i) end end) end
local function filter(prod) return coroutine.create(function() while true do local ok, v = coroutine.resume(prod) if not v then return end coroutine.yield(v:upper()) end end) end
local f = filter(producer())
while true do local ok, v = coroutine.resume(f) if not v then break end io.write(v, " ") end
print(coroutine.status(f))
local obj = { n = 0 }
function obj:step(k) for i = 1, k do self.n = self.n + 1 coroutine.yield(self.n) end return "end" end
local s = coroutine.wrap(function() return obj:step(2) end)
print(s(), s(), s())
