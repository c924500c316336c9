local function f(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20) return a1, a20, a10 end
local args = {} for i = 1, 20 do args[i] = i end print(f(unpack(args))) print(f(1)) print((f(unpack(args, 5))))
local src = {} for i = 1, 150 do src[#src + 1] = "local v" .. i .. " = " .. i .. " * 2" end src[#src + 1] = "return v1 + v75 + v150" print(loadstring(table.concat(src, "\n"))())
local parts = { "return {" } for i = 1, 600 do parts[#parts + 1] = i .. "," end parts[#parts + 1] = "}" local t = loadstring(table.concat(parts))() print(#t, t[1], t[300], t[600])
parts = { "return {" } for i = 1, 300 do parts[#parts + 1] = "key" .. i .. " = " .. i .. "," end parts[#parts + 1] = "}" t = loadstring(table.concat(parts))() local n, s = 0, 0 for k, v in pairs(t) do n = n + 1 s = s + v end print(n, s, t.key1, t.key300)
print(select("#", unpack({}, 1, 200)), (select(200, unpack({}, 1, 200)))) local function many() return 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 end print(many()) print((many())) print({ many(), many() }[11] == nil or #{ many(), many() })
