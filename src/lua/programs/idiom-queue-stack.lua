local Queue = {} Queue.__index = Queue function Queue.new() return setmetatable({ first = 1, last = 0, items = {} }, Queue) end
function Queue:push(v) self.last = self.last + 1 self.items[self.last] = v end
function Queue:pop() if self.first > self.last then return nil end local v = self.items[self.first] self.items[self.first] = nil self.first = self.first + 1 return v end
function Queue:size() return self.last - self.first + 1 end
local q = Queue.new() for i = 1, 100 do q:push(i * i) end local s = 0 for i = 1, 60 do s = s + q:pop() end print(s, q:size(), q:pop()) for i = 1, 10 do q:push(i) end print(q:size()) while q:size() > 0 do s = s + q:pop() end print(s, q:pop())
local heap = {} local function up(i) while i > 1 and heap[i] < heap[math.floor(i / 2)] do local p = math.floor(i / 2) heap[i], heap[p] = heap[p], heap[i] i = p end end
local function down() local i = 1 while true do local c = i * 2 if c > #heap then break end if c < #heap and heap[c + 1] < heap[c] then c = c + 1 end if heap[i] <= heap[c] then break end heap[i], heap[c] = heap[c], heap[i] i = c end end
for i = 1, 30 do heap[#heap + 1] = (i * 37) % 31 up(#heap) end local out = {} while #heap > 0 do out[#out + 1] = heap[1] heap[1] = heap[#heap] heap[#heap] = nil down() end print(table.concat(out, " "))
