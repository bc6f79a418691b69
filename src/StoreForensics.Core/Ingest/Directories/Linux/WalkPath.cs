using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>Where a walk is, as bytes, for problems to name.</summary>
internal sealed class WalkPath
{
    private readonly Stack<int> _lengths = [];
    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>Goes down by a NUL-terminated name; an empty one is the root.</summary>
    public void Enter(byte[] name)
    {
        _lengths.Push(_length);
        if (name.Length == 0)
            return;
        if (_bytes.Length < _length + name.Length)
            Array.Resize(ref _bytes, (_length + name.Length) * 2);
        name.CopyTo(_bytes, _length);
        _length += name.Length;
        _bytes[_length - 1] = (byte)'/'; // where the NUL was
    }

    public void Leave() => _length = _lengths.Pop();

    public Origin Here(string evidence) => new(evidence, new EvidencePath(_bytes.AsSpan(0, Math.Max(0, _length - 1))));

    /// <summary>The place of a NUL-terminated name in the directory of now.</summary>
    public Origin Of(string evidence, byte[] name) =>
        name.Length == 0 ? Here(evidence) : new(evidence, new EvidencePath([.. _bytes.AsSpan(0, _length), .. name.AsSpan(0, name.Length - 1)]));
}
