using System.Runtime.InteropServices;

namespace StoreForensics.Evidence;

/// <summary>
/// Finds nodes by the hash of their directory and name: open addressing, the hash kept beside the node's number, so that neither a miss nor growing touches
/// the nodes. The root, node 0, is nobody's child: a zero marks an empty slot.
/// </summary>
internal sealed class NameTable
{
    private ulong[] _slots = new ulong[4096];
    private int _used;

    // Crafted names must not all collide.
    private static readonly ulong s_seed = (ulong)Random.Shared.NextInt64();

    public static uint Hash(int directory, ReadOnlySpan<byte> name)
    {
        ulong hash = s_seed ^ ((uint)directory * 0x9E3779B97F4A7C15UL) ^ ((ulong)(uint)name.Length << 56);
        if (name.Length < 8)
        {
            ulong last = 0;
            foreach (byte b in name)
                last = (last << 8) | b;
            return Finish(Mix(hash, last));
        }
        ReadOnlySpan<byte> rest = name;
        for (; rest.Length > 8; rest = rest[8..])
            hash = Mix(hash, MemoryMarshal.Read<ulong>(rest));
        return Finish(Mix(hash, MemoryMarshal.Read<ulong>(name[^8..]))); // the last eight bytes may overlap the ones before
    }

    public void Add(uint hash, int node)
    {
        if (++_used * 2 > _slots.Length)
            Grow();
        Put(_slots, hash, node);
    }

    /// <summary>The next node of that hash; start with a slot of -1.</summary>
    public bool TryNext(uint hash, ref int slot, out int node)
    {
        ulong[] slots = _slots;
        int mask = slots.Length - 1;
        for (slot = slot < 0 ? (int)hash & mask : (slot + 1) & mask; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if ((uint)(slots[slot] >> 32) == hash)
            {
                node = (int)slots[slot];
                return true;
            }
        }
        node = EvidenceTree.None;
        return false;
    }

    private void Grow()
    {
        ulong[] grown = new ulong[checked(_slots.Length * 2)];
        foreach (ulong slot in _slots)
        {
            if (slot != 0)
                Put(grown, (uint)(slot >> 32), (int)slot);
        }
        _slots = grown;
    }

    private static void Put(ulong[] slots, uint hash, int node)
    {
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        while (slots[slot] != 0)
            slot = (slot + 1) & mask;
        slots[slot] = ((ulong)hash << 32) | (uint)node;
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        hash = (hash ^ word) * 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 32);
    }

    private static uint Finish(ulong hash)
    {
        hash *= 0xc4ceb9fe1a85ec53UL;
        return (uint)(hash >> 32);
    }
}
