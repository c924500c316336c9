-- Runs a program in a reference interpreter: median and first milliseconds, and what it returned.
local name, runs = arg[1], tonumber(arg[2])
dofile("host.lua")
local run = assert(loadfile(name .. ".lua"))()
local function timed()
  local start = os.clock()
  local result = run()
  return (os.clock() - start) * 1000, result
end
local cold, result = timed()
timed()
local times = {}
for i = 1, runs do times[i] = timed() end
table.sort(times)
print(string.format("%s %.3f %.3f %.3f %s", name, times[math.ceil(runs / 2)], cold, times[1], tostring(result)))
