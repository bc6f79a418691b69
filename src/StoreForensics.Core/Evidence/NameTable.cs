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

    // string's hash is keyed anew for each process: crafted names cannot all fall into one slot, and nothing else depends on it.
    public static uint Hash(int directory, ReadOnlySpan<byte> name)
    {
        int pairs = string.GetHashCode(MemoryMarshal.Cast<byte, char>(name));
        int rest = (name.Length & 1) == 0 ? -1 : name[^1];
        return (uint)HashCode.Combine(pairs, rest, directory);
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
}
