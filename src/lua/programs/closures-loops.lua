local out = {}
for i = 1, 3 do
  local a = {}
  for j = 1, 2 do a[j] = function() i = i + 1; j = j + 10; return i, j end end
  out[i] = a
end
print(out[1][1]()) print(out[1][2]()) print(out[1][1]()) print(out[2][1]())
local w, fs = 0, {}
while w < 3 do w = w + 1 local v = w fs[w] = function() v = v + 1 return v end end
print(fs[1](), fs[1](), fs[2](), fs[3]())
local gs = {}
for k, v in ipairs({ "a", "b" }) do gs[k] = function(x) if x then v = x end return k .. v end end
print(gs[1](), gs[1]("z"), gs[1](), gs[2]())
local shared = 0
local function mk() return { inc = function() shared = shared + 1 end, get = function() return shared end } end
local m1, m2 = mk(), mk()
m1.inc() m2.inc() m1.inc()
print(m1.get(), m2.get(), shared)
