namespace StoreForensics.Reports.Fonts;

/// <summary>The fonts in the assembly; README.md beside this file says which characters each has.</summary>
internal enum BundledFont
{
    /// <summary>Noto Sans: text. Latin, Greek and Cyrillic, complete.</summary>
    Regular,

    /// <summary>Noto Sans SemiBold: headings and emphasis; the same characters.</summary>
    SemiBold,

    /// <summary>JetBrains Mono: paths, ids, commands; box drawing.</summary>
    Mono,

    /// <summary>Noto Sans SC: ideographs, kana; large, so last but one to be asked.</summary>
    Ideographs,

    /// <summary>Noto Sans KR: Hangul.</summary>
    Hangul,
}
