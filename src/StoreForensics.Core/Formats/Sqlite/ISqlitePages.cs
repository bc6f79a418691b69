namespace StoreForensics.Formats.Sqlite;

/// <summary>The pages of a database, wherever each of them lies.</summary>
internal interface ISqlitePages
{
    /// <summary>How many pages the database has, as far as this layer knows; a forged one can claim any number.</summary>
    uint Count { get; }

    /// <summary>Pages 1 to this one are there and not cut.</summary>
    uint WholeCount { get; }

    /// <summary>Upper bound of the pages that are there: what the bytes can hold.</summary>
    long Present { get; }

    /// <summary>The page of that number; false when it is not there or beyond <see cref="Count"/>.</summary>
    bool TryPage(uint number, out SqlitePage page);

    /// <summary>All pages that are there, by number.</summary>
    IEnumerable<SqlitePage> All();
}
