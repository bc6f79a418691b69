using System.Diagnostics.CodeAnalysis;

namespace StoreForensics.Findings.Patterns;

/// <summary>
/// Finds which of many path patterns could match a path without trying each: by whole path, by name, by ending, by the directory that the pattern begins with.
/// What fits none of these is tried always.
/// </summary>
internal sealed class PathIndex
{
    private readonly Table _paths = new(), _names = new(), _endings = new(), _directories = new();
    private readonly List<int> _others = [];

    /// <param name="glob">The pattern; null for one that any path may meet.</param>
    /// <param name="id">What to give back for it.</param>
    public void Add(PathGlob? glob, int id)
    {
        if (glob is null)
            _others.Add(id);
        else if (glob.IsLiteral)
            _paths.Add(glob.Prefix, id);
        else if (glob.IsName)
            _names.Add(glob.Suffix[1..], id);
        else if (glob.Prefix.LastIndexOf((byte)'/') is > 0 and var slash)
            _directories.Add(glob.Prefix[..slash], id);
        else if (glob.Suffix.LastIndexOf((byte)'.') is >= 0 and var dot)
            _endings.Add(glob.Suffix[dot..], id);
        else
            _others.Add(id);
    }

    /// <summary>Appends the ids whose pattern could match; one may come more than once.</summary>
    public void Find(ReadOnlySpan<byte> path, List<int> into)
    {
        into.AddRange(_others);
        _paths.Find(path, into);
        ReadOnlySpan<byte> name = path[(path.LastIndexOf((byte)'/') + 1)..];
        _names.Find(name, into);
        if (name.LastIndexOf((byte)'.') is >= 0 and var dot)
            _endings.Find(name[dot..], into);
        for (int i = 1; i < path.Length; i++)
        {
            if (path[i] == '/')
                _directories.Find(path[..i], into);
        }
    }

    private sealed class Table
    {
        private readonly Dictionary<byte[], List<int>> _ids = new(ByteComparer.Instance);
        private readonly Dictionary<byte[], List<int>>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

        public Table() => _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<byte>>();

        public void Add(ReadOnlySpan<byte> key, int id)
        {
            if (!_bySpan.TryGetValue(key, out List<int>? ids))
                _ids[key.ToArray()] = ids = [];
            ids.Add(id);
        }

        public void Find(ReadOnlySpan<byte> key, List<int> into)
        {
            if (_ids.Count > 0 && _bySpan.TryGetValue(key, out List<int>? ids))
                into.AddRange(ids);
        }
    }

    private sealed class ByteComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ByteComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode((ReadOnlySpan<byte>)obj);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
