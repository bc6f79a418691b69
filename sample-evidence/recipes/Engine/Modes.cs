namespace SampleRecipes.Engine;

/// <summary>Permission bits; C# has no octal literals.</summary>
internal static class Modes
{
    /// <summary>0755</summary>
    public const int Executable = 0b111_101_101;

    /// <summary>0700</summary>
    public const int Private = 0b111_000_000;

    /// <summary>0644</summary>
    public const int Plain = 0b110_100_100;

    /// <summary>0640</summary>
    public const int GroupReadable = 0b110_100_000;

    /// <summary>0600</summary>
    public const int Secret = 0b110_000_000;

    /// <summary>0444</summary>
    public const int ReadOnly = 0b100_100_100;

    /// <summary>0666</summary>
    public const int ForAll = 0b110_110_110;

    /// <summary>1777</summary>
    public const int Shared = 0b001_111_111_111;

    /// <summary>4755</summary>
    public const int SetUid = 0b100_111_101_101;

    /// <summary>2755</summary>
    public const int SetGid = 0b010_111_101_101;
}
