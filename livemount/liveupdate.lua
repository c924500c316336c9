-- Live update in a few lines, on every Defold engine that has it and on Livemount: fetches what an excluded collection
-- proxy is missing, or a pack for it, in parallel, resumed where a connection broke off, and tries again with patience.
--
--   local live = require("livemount.liveupdate")
--   live.settings.url = "https://my.host/live"
--
--   function init(self)
--       live.fetch("#proxy", function(self, ok, reason)
--           if ok then msg.post("#proxy", "load") else print(reason) end
--       end)
--   end
--
-- Plain Lua 5.1 and Defold's API, nothing else. docs/lua-module.md has every function and setting.

local M = {}

M.settings = {
	-- where the published content lies, and other places with the same
	url = "",
	mirrors = {},
	-- requests under way at once, of all scripts together
	parallel = 6,
	-- attempts without a new byte, for each place, until a file is given up
	tries = 5,
	-- the first wait after a failure; each further one is twice as long
	retry_seconds = 0.5,
	max_retry_seconds = 20,
	-- a request that takes longer has stalled
	timeout_seconds = 30,
	-- large files are asked for in parts of this size, so that a broken connection costs at most one of them
	part_bytes = 512 * 1024,
	-- the most that packs may take on the device; nil for no limit
	budget_bytes = nil,
	-- under this name packs and what is known of them are kept on the device
	application = "livemount",
	-- the pack that holds a proxy's content, for engines that can only mount packs
	pack = nil,
}

M.MANIFEST = "liveupdate.game.dmanifest"

local HEADER_BYTES = 16
-- answers that asking again will not change soon
local ABSENT = { [401] = true, [403] = true, [404] = true, [405] = true, [410] = true, [451] = true }

-- sizes of published blobs by digest, from the newest manifest seen
local sizes = {}
-- files under way: when each was last heard of, so that those of scripts that are gone do not count for ever
local under_way = {}
-- jobs that would start a request if they were let, and how urgent they are
local waiting = {}
local pinned = {}
local used_now = {}

local function now()
	return os.time()
end

-- The module with the functions that store single files: nil from engine 1.13 on.
local function store_api()
	if liveupdate and liveupdate.store_resource then return liveupdate end
	if resource and resource.store_resource then return resource end
	return nil
end

local function places()
	local list = {}
	if M.settings.url ~= "" then list[1] = M.settings.url end
	for _, url in ipairs(M.settings.mirrors) do list[#list + 1] = url end
	return list
end

local function join(base, name)
	return (base:gsub("/+$", "")) .. "/" .. name
end

local function header(response, name)
	for key, value in pairs(response.headers or {}) do
		if key:lower() == name then return value end
	end
	return nil
end

---------------------------------------------------------------------------------------------------------------------
-- The manifest, as far as progress needs it: how many bytes each published file has.

local function varint(text, at)
	local value, scale = 0, 1
	while true do
		local byte = text:byte(at)
		if not byte then return nil, at end
		at = at + 1
		value = value + (byte % 128) * scale
		if byte < 128 then return value, at end
		scale = scale * 128
	end
end

-- Calls visit(field, number or nil, text or nil) for each field of a message. False when it is none.
local function each_field(text, visit)
	local at = 1
	while at <= #text do
		local tag, value, length
		tag, at = varint(text, at)
		if not tag then return false end
		local kind = tag % 8
		local field = (tag - kind) / 8
		if kind == 0 then
			value, at = varint(text, at)
			if not value then return false end
			visit(field, value)
		elseif kind == 2 then
			length, at = varint(text, at)
			if not length or at + length - 1 > #text then return false end
			visit(field, nil, text:sub(at, at + length - 1))
			at = at + length
		elseif kind == 1 or kind == 5 then
			at = at + (kind == 1 and 8 or 4)
			if at > #text + 1 then return false end
		else
			return false
		end
	end
	return true
end

local function hex(text)
	return (text:gsub(".", function(char) return ("%02x"):format(char:byte()) end))
end

-- Sizes of the files a manifest lists; manifests before version 5 tell none.
local function read_sizes(text)
	local found, version, data = {}, nil, nil
	local ok = each_field(text, function(field, number, bytes)
		if field == 1 then data = bytes elseif field == 4 then version = number end
	end)
	if not ok or not data or version ~= 5 then return found end
	each_field(data, function(field, _, entry)
		if field ~= 3 or not entry then return end
		local digest, size, packed
		each_field(entry, function(part, number, bytes)
			if part == 1 and bytes then
				each_field(bytes, function(inner, _, value) if inner == 1 and value then digest = hex(value) end end)
			elseif part == 4 then
				size = number
			elseif part == 5 then
				packed = number
			end
		end)
		local is_packed = packed and packed > 0 and packed < 4294967295
		local stored = is_packed and packed or size
		if digest and stored then found[digest] = stored + HEADER_BYTES end
	end)
	return found
end

---------------------------------------------------------------------------------------------------------------------
-- Jobs: what one call asked for. A job works only in callbacks of the script that asked, so it ends with it.

local function new_job(options)
	return { priority = options.priority or 0, active = 0, tasks = {}, next_task = 1, cancelled = false }
end

local function under_way_count()
	local count = 0
	local oldest = now() - 2 * M.settings.timeout_seconds - 5
	for slot, heard in pairs(under_way) do
		if heard < oldest then under_way[slot] = nil else count = count + 1 end
	end
	return count
end

local function may_start(job)
	if under_way_count() >= M.settings.parallel then return false end
	for other, seen in pairs(waiting) do
		if seen < now() - 5 then
			waiting[other] = nil
		elseif other ~= job and other.priority > job.priority and not other.cancelled then
			return false
		end
	end
	return true
end

local function pump(job)
	while not job.ended and job.next_task <= #job.tasks do
		if not may_start(job) then
			-- others have their turn; nobody calls us when they are done
			waiting[job] = now()
			if not job.polling then
				job.polling = true
				timer.delay(0.05, false, function()
					job.polling = false
					pump(job)
				end)
			end
			return
		end
		local task = job.tasks[job.next_task]
		job.next_task = job.next_task + 1
		job.active = job.active + 1
		local slot = {}
		under_way[slot] = now()
		task(slot)
	end
	waiting[job] = nil
end

local function end_job(job)
	job.ended = true
	waiting[job] = nil
end

---------------------------------------------------------------------------------------------------------------------
-- One file.

-- Waits after so many failures in a row: doubled each time, and anything between half of it and all.
local function wait_seconds(failures, response)
	local full = math.min(M.settings.max_retry_seconds, M.settings.retry_seconds * 2 ^ math.max(0, failures - 1))
	local asked = response and tonumber(header(response, "retry-after")) or 0
	return math.max(full / 2 + full / 2 * math.random(), math.min(asked, 120))
end

-- A request that surely calls back once, also when the engine never does.
local function request(url, headers, done)
	local finished = false
	local function finish(self, response)
		if finished then return end
		finished = true
		done(self, response)
	end
	local watchdog = timer.delay(M.settings.timeout_seconds + 2, false, function(self)
		finish(self, { status = 0, response = "", headers = {}, error = "nothing came" })
	end)
	http.request(url, "GET", function(self, _, response)
		-- reports of progress have no status
		if not response.status then return end
		timer.cancel(watchdog)
		finish(self, response)
	end, headers, nil, { timeout = M.settings.timeout_seconds, ignore_cache = headers["Cache-Control"] ~= nil })
end

-- Downloads a file part by part and hands each part to sink.add(text); sink.size() says how much it has, sink.reset()
-- forgets it. Then sink.finish(self, answer) judges the whole: answer(true), or answer(false, reason) to have it again.
-- done(self, ok, reason) in the end.
local function download(job, file, ended)
	local function done(...)
		under_way[file.slot or file] = nil
		ended(...)
	end
	local urls = places()
	local at, failures, refusals, resets = 1, 0, 0, 0
	local etag, etag_url = file.etag, file.etag_url
	local step

	local function again(self, reason, response, refused)
		if refused then
			refusals = refusals + 1
			if refusals >= 2 * #urls then return done(self, false, reason) end
		else
			failures = failures + 1
			if failures >= M.settings.tries * #urls then return done(self, false, reason) end
		end
		at = at % #urls + 1
		timer.delay(wait_seconds(failures + refusals, response), false, function(later) step(later) end)
	end

	-- Forgets what came. A server that sends the whole in place of the rest does nothing wrong, so that does not count.
	local function reset(is_fair)
		if file.sink.size() > 0 and not is_fair then resets = resets + 1 end
		if file.on_bytes then file.on_bytes(-file.sink.size()) end
		file.sink.reset()
		etag, etag_url = nil, nil
	end

	local function judge(self)
		file.sink.finish(self, function(later, ok, reason)
			if ok then return done(later, true) end
			reset()
			if resets > M.settings.tries * #urls then return done(later, false, reason) end
			again(later, reason, nil, true)
		end)
	end

	local function add(self, body, total, asked)
		local sink = file.sink
		if file.size and sink.size() + #body > file.size then
			reset()
			return again(self, "expected " .. file.size .. " bytes, found more", nil, true)
		end
		local written, reason = sink.add(body)
		if written == false then return done(self, false, reason) end
		if file.on_bytes then file.on_bytes(#body) end
		if #body > 0 then failures = 0 end
		local size = file.size or total
		local complete
		if size then complete = sink.size() >= size else complete = asked == nil or #body < asked end
		if complete then return judge(self) end
		if #body == 0 then return again(self, "nothing came", nil, false) end
		step(self)
	end

	step = function(self)
		if job.cancelled then return done(self, false, "cancelled") end
		local url = join(urls[at], file.name)
		local from = file.sink.size()
		local headers = {}
		-- a small file comes whole, with a plain request
		local asked
		if from > 0 or not file.size or file.size > M.settings.part_bytes then
			asked = M.settings.part_bytes
			headers["Range"] = ("bytes=%d-%d"):format(from, from + asked - 1)
			if from > 0 and etag and etag_url == url then headers["If-Range"] = etag end
		end
		if resets > 0 then headers["Cache-Control"] = "no-cache" end
		if file.slot then under_way[file.slot] = now() end
		request(url, headers, function(later, response)
			if job.cancelled then return done(later, false, "cancelled") end
			local status, body = response.status, response.response or ""
			if status == 206 then
				local start, total = (header(response, "content-range") or ""):match("^bytes (%d+)%-%d+/(%d+)")
				if start and tonumber(start) ~= from then
					reset()
					return again(later, url .. ": a part from another place came", response, true)
				end
				if from == 0 then
					etag, etag_url = header(response, "etag"), url
					if file.on_begin then file.on_begin(etag, url, tonumber(total)) end
				end
				return add(later, body, tonumber(total), asked)
			elseif status == 200 or (status == 304 and #body > 0) then
				-- the whole: the server knows no ranges, or has another version by now
				reset(true)
				etag, etag_url = header(response, "etag"), url
				if file.on_begin then file.on_begin(etag, url, nil) end
				return add(later, body, file.size or #body, nil)
			elseif status == 416 then
				-- all of it is here already, or it is another file now
				local total = tonumber((header(response, "content-range") or ""):match("^bytes %*/(%d+)"))
				if from > 0 and total == from then return judge(later) end
				reset()
				return again(later, url .. ": status 416", response, false)
			end
			local reason = url .. ": " .. (status == 0 and (response.error or "no answer") or "status " .. status)
			again(later, reason, response, ABSENT[status])
		end)
	end

	if #urls == 0 then
		timer.delay(0, false, function(self) done(self, false, "settings.url is empty: where is the content?") end)
		return
	end
	timer.delay(0, false, function(self) step(self) end)
end

-- A sink that keeps the file in memory.
local function memory_sink(finish)
	local parts, size = {}, 0
	return {
		size = function() return size end,
		add = function(text)
			parts[#parts + 1] = text
			size = size + #text
		end,
		reset = function() parts, size = {}, 0 end,
		finish = function(self, answer) finish(self, table.concat(parts), answer) end,
	}
end

---------------------------------------------------------------------------------------------------------------------
-- Single files: engines before 1.13.

-- Takes over the published manifest, so that content published after the bundle was made can be found, and progress can
-- tell bytes. done(self, ok, reason); on engines without stored manifests it only learns the sizes.
function M.update(options, done)
	if type(options) == "function" then options, done = {}, options end
	local job = new_job(options)
	local api = store_api()
	local sink = memory_sink(function(self, body, answer)
		local found = read_sizes(body)
		if not api then
			sizes = found
			return answer(self, true)
		end
		api.store_manifest(body, function(later, status)
			if status == api.LIVEUPDATE_OK then
				sizes = found
				return answer(later, true)
			end
			answer(later, false, "the engine refused the manifest (" .. tostring(status) .. ")")
		end)
	end)
	download(job, { name = M.MANIFEST, sink = sink }, function(self, ok, reason)
		end_job(job)
		done(self, ok, reason)
	end)
	return job
end

local function fetch_files(job, digests, options, done)
	local api = store_api()
	local manifest = api.get_current_manifest()
	local total, stored, failure = #digests, 0, nil
	local received, total_bytes = 0, 0
	for _, digest in ipairs(digests) do total_bytes = total_bytes + (sizes[digest] or 0) end

	local function report(self)
		if not options.progress then return end
		options.progress(self, { done = stored, total = total, bytes = received, total_bytes = total_bytes })
	end
	local function finished(self, ok, reason)
		job.active = job.active - 1
		if job.ended then return end
		if ok then
			stored = stored + 1
			report(self)
		else
			failure = failure or reason
			-- what was not begun stays; what is under way may end, and is kept for the next time
			job.next_task = #job.tasks + 1
		end
		if stored == total or (failure and job.active == 0) then
			end_job(job)
			return done(self, failure == nil, failure)
		end
		pump(job)
	end

	job.abandon = function(self)
		end_job(job)
		done(self, false, "cancelled")
	end
	for _, digest in ipairs(digests) do
		job.tasks[#job.tasks + 1] = function(slot)
			local sink = memory_sink(function(self, body, answer)
				-- storing compares it with its digest: what is not right is never kept
				api.store_resource(manifest, body, digest, function(later, _, ok)
					if ok then return answer(later, true) end
					answer(later, false, digest .. ": the engine refused it; if the server sends text, let it be application/octet-stream")
				end)
			end)
			download(job, {
				slot = slot,
				name = digest,
				size = sizes[digest],
				sink = sink,
				on_bytes = function(bytes) received = received + bytes end,
			}, finished)
		end
	end
	pump(job)
end

-- Fetches what a proxy is missing and stores it. done(self, ok, reason). Options: progress(self, {done=, total=, bytes=,
-- total_bytes=}), priority, pack. On engines that can only mount packs it fetches and mounts the pack.
function M.fetch(proxy, options, done)
	if type(options) == "function" then options, done = {}, options end
	local job = new_job(options)
	local pack = options.pack or M.settings.pack
	if store_api() and collectionproxy.missing_resources and not options.pack then
		local missing = collectionproxy.missing_resources(proxy)
		for _, digest in ipairs(missing) do
			if digest == "" then
				timer.delay(0, false, function(self) done(self, false, "something is needed that no manifest lists") end)
				return job
			end
		end
		if #missing == 0 then
			timer.delay(0, false, function(self) done(self, true) end)
			return job
		end
		fetch_files(job, missing, options, done)
		return job
	end
	-- in an engine where nothing was left out there is nothing to fetch
	if liveupdate and liveupdate.is_built_with_excluded_files and not liveupdate.is_built_with_excluded_files() then
		timer.delay(0, false, function(self) done(self, true) end)
		return job
	end
	if not pack then
		timer.delay(0, false, function(self) done(self, false, "this engine mounts packs: settings.pack says none") end)
		return job
	end
	return M.mount(pack:match("([^/]+)%.zip$") or pack, { file = pack, progress = options.progress, priority = options.priority }, done)
end

---------------------------------------------------------------------------------------------------------------------
-- Packs: engines from 1.5 on. What was fetched is kept and mounted again at the next start.

local function records_path()
	return sys.get_save_file(M.settings.application, "livemount_packs")
end

local function load_records()
	local ok, records = pcall(sys.load, records_path())
	if not ok or type(records) ~= "table" then records = {} end
	records.packs = records.packs or {}
	records.parts = records.parts or {}
	return records
end

local function save_records(records)
	return pcall(sys.save, records_path(), records)
end

local function file_name(name)
	return (name:gsub("[^%w_%-]", "_")) .. ".zip"
end

-- The folder may move with an update of the app, so only names are kept.
local function path_of(name)
	return sys.get_save_file(M.settings.application, file_name(name))
end

local function file_size(path)
	local file = io.open(path, "rb")
	if not file then return nil end
	local size = file:seek("end")
	file:close()
	return size
end

-- True when a file ends as a zip does.
local function is_zip(path)
	local file = io.open(path, "rb")
	if not file then return false end
	local size = file:seek("end")
	file:seek("set", math.max(0, size - 65557))
	local tail = file:read("*a") or ""
	file:close()
	return tail:find("PK\5\6", 1, true) ~= nil
end

local function mount_key(name)
	-- from engine 1.13 on mounts are listed by hash
	local list = liveupdate.get_mounts()
	for _, mount in ipairs(list) do
		if mount.name == name or mount.name == hash(name) then return mount end
	end
end

local function add_mount(name, priority, done)
	if mount_key(name) then
		timer.delay(0, false, function(self) done(self, true) end)
		return
	end
	used_now[name] = true
	liveupdate.add_mount(name, "zip:" .. path_of(name), priority, function(self, _, _, result)
		if result == liveupdate.LIVEUPDATE_OK then return done(self, true) end
		done(self, false, "the engine did not mount it (" .. tostring(result) .. ")")
	end)
end

local function forget(records, name)
	if mount_key(name) then liveupdate.remove_mount(name) end
	os.remove(path_of(name))
	records.packs[name] = nil
	used_now[name] = nil
end

-- Removes packs, those used longest ago first, until so many bytes fit. False when they do not.
local function make_room(records, name, bytes)
	local limit = M.settings.budget_bytes
	if not limit then return true end
	local total, order = bytes, {}
	for other, record in pairs(records.packs) do
		if other ~= name then
			total = total + (record.size or 0)
			if not pinned[other] then order[#order + 1] = other end
		end
	end
	table.sort(order, function(a, b)
		if (used_now[a] or false) ~= (used_now[b] or false) then return not used_now[a] end
		return (records.packs[a].used or 0) < (records.packs[b].used or 0)
	end)
	local gone, freed = {}, 0
	for _, other in ipairs(order) do
		if total - freed <= limit then break end
		gone[#gone + 1] = other
		freed = freed + (records.packs[other].size or 0)
	end
	if total - freed > limit then return false end
	for _, other in ipairs(gone) do forget(records, other) end
	return true
end

-- A sink that appends to a file beside the pack's, and goes on there after a restart.
local function file_sink(name, finish)
	local part = path_of(name) .. ".part"
	local size = file_size(part) or 0
	return {
		size = function() return size end,
		add = function(text)
			local file, reason = io.open(part, "ab")
			if not file then return false, reason end
			local ok, fault = file:write(text)
			file:close()
			if not ok then return false, fault or "the device is full" end
			size = size + #text
		end,
		reset = function()
			os.remove(part)
			size = 0
		end,
		finish = function(self, answer)
			if not is_zip(part) then return answer(self, false, name .. ": what came is not a whole zip") end
			finish(self, part, size, answer)
		end,
	}
end

-- Fetches a pack and mounts it, now and at every start to come. done(self, ok, reason). Options: file (its name at the
-- host, default name.zip), version (another one fetches it anew), size, mount_priority (default 10), progress, priority.
function M.mount(name, options, done)
	if type(options) == "function" then options, done = {}, options end
	local job = new_job(options)
	local records = load_records()
	local known = records.packs[name]
	local priority = options.mount_priority or 10
	local function finished(self, ok, reason)
		if job.ended then return end
		job.active = job.active - 1
		end_job(job)
		done(self, ok, reason)
	end
	job.abandon = function(self) finished(self, false, "cancelled") end
	local function fetch_pack()
		local received, size = 0, options.size
		local function report(self)
			if options.progress then options.progress(self, { done = 0, total = 1, bytes = received, total_bytes = size or 0 }) end
		end
		local sink = file_sink(name, function(self, part, bytes, answer)
			records = load_records()
			if mount_key(name) then liveupdate.remove_mount(name) end
			os.remove(path_of(name))
			if not os.rename(part, path_of(name)) then return answer(self, false, name .. ": cannot be renamed") end
			add_mount(name, priority, function(later, ok, reason)
				records.parts[name] = nil
				if ok then
					records.packs[name] = { size = bytes, priority = priority, version = options.version, used = now() }
				else
					os.remove(path_of(name))
				end
				save_records(records)
				answer(later, ok, reason)
			end)
		end)
		local begun = records.parts[name]
		if sink.size() > 0 and (not begun or begun.version ~= options.version) then sink.reset() end
		received = sink.size()
		job.tasks[1] = function(slot)
			download(job, {
				slot = slot,
				name = options.file or (name .. ".zip"),
				size = options.size,
				sink = sink,
				etag = begun and begun.etag,
				etag_url = begun and begun.url,
				on_bytes = function(bytes) received = received + bytes end,
				on_begin = function(etag, url, total)
					size = options.size or total or size
					records.parts[name] = { etag = etag, url = url, version = options.version }
					save_records(records)
				end,
			}, finished)
		end
		if options.progress then
			local function tick(self)
				if job.ended then return end
				report(self)
				timer.delay(0.25, false, tick)
			end
			timer.delay(0, false, tick)
		end
		if not make_room(records, name, options.size or 0) then
			timer.delay(0, false, function(self) finished(self, false, name .. ": does not fit into settings.budget_bytes") end)
			return
		end
		save_records(records)
		pump(job)
	end

	if known and known.version == options.version and file_size(path_of(name)) == known.size then
		known.used = now()
		save_records(records)
		job.active = 1
		add_mount(name, priority, function(self, ok, reason)
			if ok then return finished(self, true) end
			-- what is on the device is of no use any more
			forget(records, name)
			save_records(records)
			job.active = 0
			fetch_pack()
		end)
	else
		fetch_pack()
	end
	return job
end

-- Mounts the packs that earlier sessions fetched. done(self, missing): names of those that are gone from the device.
function M.start(done)
	local records = load_records()
	local names, missing = {}, {}
	for name in pairs(records.packs) do names[#names + 1] = name end
	table.sort(names)
	local at = 0
	local function next_pack(self)
		at = at + 1
		local name = names[at]
		if not name then
			save_records(records)
			return done(self, missing)
		end
		local record = records.packs[name]
		local function lost()
			missing[#missing + 1] = name
			forget(records, name)
		end
		if file_size(path_of(name)) ~= record.size then
			lost()
			return next_pack(self)
		end
		add_mount(name, record.priority, function(later, ok)
			if not ok then lost() end
			next_pack(later)
		end)
	end
	timer.delay(0, false, next_pack)
end

-- Unmounts a pack and removes it from the device.
function M.remove(name)
	local records = load_records()
	forget(records, name)
	save_records(records)
end

-- Packs that never go to make room for others.
function M.pin(name)
	pinned[name] = true
end

function M.unpin(name)
	pinned[name] = nil
end

-- Gives up what a call began; its callback hears "cancelled". What was stored stays.
function M.cancel(job)
	job.cancelled = true
	job.next_task = #job.tasks + 1
	if job.active > 0 or not job.abandon then return end
	timer.delay(0, false, function(self)
		if not job.ended and job.active == 0 then job.abandon(self) end
	end)
end

return M
