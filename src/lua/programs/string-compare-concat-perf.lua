local parts = {}
for i = 1, 2000 do parts[#parts + 1] = ("%d:%s"):format(i, ("x"):rep(i % 7)) end
local joined = table.concat(parts, "|")
print(#joined, joined:sub(1, 40), joined:sub(-20))
local s = ""
for i = 1, 2000 do s = s .. parts[i] end
print(#s, s:sub(1000, 1020), s:byte(5000))
local sum = 0
for i = 1, #s do sum = (sum * 31 + s:byte(i)) % 1000003 end
print(sum)
local counts = {}
for c in s:gmatch(".") do counts[c] = (counts[c] or 0) + 1 end
print(counts["x"], counts[":"], counts["1"])
print(s:find("1999", 1, true), (s:gsub("%d+:", "")):len(), select(2, s:gsub("x+", "")))
local rev = s:reverse():sub(1, 10)
print(rev, s:upper():sub(1, 10), ("abc"):rep(1000):find("ca", 2500))
