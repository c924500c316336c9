local function insert(node, v) if not node then return { value = v } end if v < node.value then node.left = insert(node.left, v) else node.right = insert(node.right, v) end return node end
local root for _, v in ipairs({ 50, 30, 70, 20, 40, 60, 80, 10, 45, 65 }) do root = insert(root, v) end
local function walk(node) if node then walk(node.left) coroutine.yield(node.value) walk(node.right) end end
for v in coroutine.wrap(function() walk(root) end) do io.write(v, " ") end print()
local function same_fringe(a, b) local x, y = coroutine.wrap(function() walk(a) end), coroutine.wrap(function() walk(b) end) while true do local p, q = x(), y() if p ~= q then return false end if p == nil then return true end end end
print(same_fringe(root, root), same_fringe(root, root.left))
